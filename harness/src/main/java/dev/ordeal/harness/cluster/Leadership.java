package dev.ordeal.harness.cluster;

import java.util.Optional;

/** Tells who leads, where the system under test can tell. */
@FunctionalInterface
public interface Leadership {

  /** The node that leads now, if one does and says so. */
  Optional<Node> leader();
}
