package dev.ordeal.harness.cluster;

import java.util.List;
import java.util.function.Function;

/** A way to bring up a cluster: data, until it is opened. */
public interface Backend {

  /** Its kind, as reports name it: {@code simulated}, {@code processes}, {@code containers}. */
  String name();

  /** One line on what it would start, for the stored run. */
  String describe();

  /**
   * Starts a cluster whose nodes all answer.
   *
   * @throws SetupFailure if it cannot; whatever was started is ended again
   */
  Cluster open(Site site);

  /**
   * The same, with the capability {@link Membership}; to be said last, after what is of one kind of
   * backend alone.
   *
   * @param membership for the nodes of an open cluster, who takes part in it
   */
  default Backend membership(Function<? super List<Node>, ? extends Membership> membership) {
    return new MembershipBackend(this, membership);
  }
}
