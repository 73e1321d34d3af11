package dev.ordeal.harness.cluster.simulated;

/**
 * How the links between nodes behave when nobody has cut them.
 *
 * @param latency how long a message takes
 * @param reordering how likely a message leaves the line and may be overtaken
 * @param loss how likely a message is lost
 * @param duplication how likely a message arrives twice
 */
record NetworkOptions(
    LatencyDistribution latency, double reordering, double loss, double duplication) {

  NetworkOptions {
    check("reordering", reordering);
    check("loss", loss);
    check("duplication", duplication);
  }

  private static void check(String what, double probability) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException(
          "%s of %s: give a probability from 0 to 1".formatted(what, probability));
    }
  }

  @Override
  public String toString() {
    return "latency %s, reordering %s, loss %s, duplication %s"
        .formatted(latency, reordering, loss, duplication);
  }
}
