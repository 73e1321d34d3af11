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
 */
public record Anomaly(String name, String because, List<Op> witness, List<String> argument) {

  /** Refuses an anomaly that shows no witness. */
  public Anomaly {
    witness = List.copyOf(witness);
    argument = List.copyOf(argument);
    if (witness.isEmpty()) {
      throw new IllegalArgumentException("anomaly " + name + " shows no witness");
    }
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
