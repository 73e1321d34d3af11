package dev.ordeal.harness.cluster;

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
}
