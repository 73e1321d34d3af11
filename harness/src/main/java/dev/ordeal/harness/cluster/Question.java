package dev.ordeal.harness.cluster;

import dev.ordeal.harness.cluster.Network.Cut;
import dev.ordeal.harness.cluster.Network.Disturbance;
import dev.ordeal.harness.cluster.Network.Disturbance.Resetting;
import dev.ordeal.harness.cluster.Network.Disturbance.Severed;
import java.util.Optional;

/**
 * What a probe asks a node, so that its answer, or its silence, says whether it is reached.
 *
 * <pre>{@code
 * ProcessBackend.of(3, place -> List.of("redis-server", ...))
 *     .probe(Question.saying("PING\r\n").answered("+PONG"))
 * }</pre>
 *
 * <p>Ours is one line of JSON, which nodes that speak {@link Node#rpc} answer. Any other server has
 * heard it too if it says something or hangs up, but may complain of it in its log.
 *
 * @param says what is sent, each character one byte; may be empty
 * @param answer what must come back, anywhere in what the node says; any byte, or the end of the
 *     connection, if this is empty
 */
public record Question(String says, Optional<String> answer) {
  private static final Question OURS =
      new Question("{\"src\":\"ordeal\",\"body\":{\"type\":\"probe\"}}\r\n\r\n", Optional.empty());

  /** Refuses what is no bytes, and an answer that every silence would be. */
  public Question {
    if (says.chars().anyMatch(c -> c > 0xff)) {
      throw new IllegalArgumentException("a probe says bytes: no character above 255");
    }
    if (answer.filter(String::isEmpty).isPresent()) {
      throw new IllegalArgumentException(
          "the answer expected is empty: leave it out if any answer will do");
    }
  }

  /** The line that is asked if nobody says otherwise. */
  public static Question ours() {
    return OURS;
  }

  /** This, to which any answer is one. */
  public static Question saying(String bytes) {
    if (bytes.isEmpty()) {
      throw new IllegalArgumentException("a probe that says nothing is Question.none()");
    }
    return new Question(bytes, Optional.empty());
  }

  /**
   * Nothing: the probe connects and hangs up, and the node answers if it hangs up too. That leaves
   * no trace in most servers, and sees nodes that are gone or stand still, and links that refuse or
   * reset. It does not see links that swallow bytes, are slow or narrow, since it has no bytes: a
   * trial with such faults does not start.
   */
  public static Question none() {
    return new Question("", Optional.empty());
  }

  /** The same, but only this is an answer to it. */
  public Question answered(String bytes) {
    return new Question(says, Optional.of(bytes));
  }

  /** Why it does not see links that are disturbed like this; empty if it does. */
  public Optional<String> objection(Disturbance disturbance) {
    boolean isSeenWithoutBytes =
        disturbance instanceof Resetting
            || disturbance instanceof Severed cut && cut.style() == Cut.REFUSE;
    return !equals(none()) || isSeenWithoutBytes
        ? Optional.empty()
        : Optional.of(
            "its probe, Question.none(), has no bytes that could be lost or late, so that every run"
                + " would be inconclusive; have it ask what nodes answer,"
                + " .probe(Question.saying(...).answered(...)), or have links refuse or reset");
  }
}
