package dev.ordeal.harness.cluster;

import java.util.List;
import java.util.Optional;

/** What a cluster knows of its parts that died although nobody killed them. */
public interface Deaths {

  /** One line for each such death so far, with how it ended and its last words; in order. */
  List<String> unasked();

  /**
   * What of the cluster itself, and not of the system in it, has ended although nobody ended it:
   * from then on, what clients see says nothing of the system. Empty while all of it stands.
   */
  default Optional<String> broken() {
    return Optional.empty();
  }
}
