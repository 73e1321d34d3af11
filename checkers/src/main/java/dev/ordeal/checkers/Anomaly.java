package dev.ordeal.checkers;

import dev.ordeal.history.Op;
import java.util.List;

/**
 * Something that a history shows and its promise forbids.
 *
 * @param name as in the literature, in kebab case: {@code lost-update}, {@code stale-read}
 * @param because one sentence, or a few lines, that say why the witness breaks the promise
 * @param witness the ops that prove it, in the order of the history; never empty
 */
public record Anomaly(String name, String because, List<Op> witness) {

  /** Refuses an anomaly that shows no witness. */
  public Anomaly {
    witness = List.copyOf(witness);
    if (witness.isEmpty()) {
      throw new IllegalArgumentException("anomaly " + name + " shows no witness");
    }
  }

  /** The anomaly with this name and these ops as its witness. */
  public static Anomaly of(String name, String because, Op... witness) {
    return new Anomaly(name, because, List.of(witness));
  }
}
