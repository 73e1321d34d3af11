package dev.ordeal.harness.cluster;

import java.util.List;

/** What a cluster knows of nodes that died although nobody killed them. */
public interface Deaths {

  /** One line for each such death so far, with how it ended and its last words; in order. */
  List<String> unasked();
}
