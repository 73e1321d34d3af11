package dev.ordeal.harness.cluster;

import dev.ordeal.harness.cluster.Grudge.Link;
import dev.ordeal.harness.cluster.Network.Disturbance;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Looks whether links and nodes answer, on the way that the system itself takes and past whatever
 * was done to them: the evidence that a fault bites does not rest on the word of who injected it.
 */
public interface Probes {
  /** How long a probe waits for its answer, unless somebody says. */
  Duration PATIENCE = Duration.ofMillis(250);

  /** How a probe ended. */
  enum Answer {
    /** It came back. */
    ANSWERED,
    /** Nothing came back within the time that the probe waits. */
    SILENT,
    /** The connection was refused. */
    REFUSED,
    /** The connection was made, and broken off without the answer. */
    RESET
  }

  /**
   * What a probe saw.
   *
   * @param answer how it ended
   * @param after how long that took
   */
  record Reply(Answer answer, Duration after) {

    /** In words: {@code answered in 0.4 ms}, {@code silent for 250 ms}. */
    public String words() {
      var millis = after.toNanos() / 1e6;
      var word = answer.name().toLowerCase(java.util.Locale.ROOT);
      var time = millis < 10 ? "%.1f ms" : "%.0f ms";
      return String.format(
          java.util.Locale.ROOT,
          "%s %s " + time,
          word,
          answer == Answer.SILENT ? "for" : "in",
          millis);
    }
  }

  /** Why it would not be seen that these links are disturbed like this; empty if it would. */
  default Optional<String> objection(Collection<Link> links, Disturbance disturbance) {
    return Optional.empty();
  }

  /**
   * Sends something over each of these links, all at once, and waits for the answers.
   *
   * @param bytes how much to send, at least: what a narrow link makes wait
   * @param patience how long to wait for each answer
   * @return the replies, without those of links that cannot be probed from here
   */
  Map<Link, Reply> links(Collection<Link> links, int bytes, Duration patience);

  /** The same with the usual {@link #PATIENCE}. */
  default Map<Link, Reply> links(Collection<Link> links, int bytes) {
    return links(links, bytes, PATIENCE);
  }

  /** Asks a node itself, past every link. */
  Reply node(Node node);
}
