package dev.ordeal.checkers;

import dev.ordeal.history.Op;
import java.util.List;

/**
 * Something that a history shows and its promise forbids.
 *
 * @param name as in the literature, in kebab case: {@code lost-update}, {@code stale-read}
 * @param because one sentence, or a few lines, that say why the witness breaks the promise
 * @param witness the ops that prove it, in the order of the history; never empty
 * @param argument why the witness breaks the promise, step by step: sentences, each of which says
 *     what must be so and why; indented by two spaces where it stands under a case; may be empty
 * @param breaks the op of the witness at which the promise is broken, whatever comes after it
 */
public record Anomaly(
    String name, String because, List<Op> witness, List<String> argument, Op breaks) {

  /** Refuses an anomaly that breaks at no op of its witness. */
  public Anomaly {
    witness = List.copyOf(witness);
    argument = List.copyOf(argument);
    if (!witness.contains(breaks)) {
      throw new IllegalArgumentException(
          "anomaly " + name + " is said to break at " + breaks + ", which its witness lacks");
    }
  }

  private static Op last(String name, List<Op> witness) {
    if (witness.isEmpty()) {
      throw new IllegalArgumentException("anomaly " + name + " shows no witness");
    }
    return witness.get(witness.size() - 1);
  }

  /** An anomaly that is not there before the last op of its witness. */
  public Anomaly(String name, String because, List<Op> witness, List<String> argument) {
    this(name, because, witness, argument, last(name, witness));
  }

  /** An anomaly whose one sentence says it all. */
  public Anomaly(String name, String because, List<Op> witness) {
    this(name, because, witness, List.of());
  }

  /** The anomaly with this name and these ops as its witness. */
  public static Anomaly of(String name, String because, Op... witness) {
    return new Anomaly(name, because, List.of(witness));
  }
}
