package dev.ordeal.nemesis.internal;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Tries all, even if one fails: what is to be healed must not wait for what cannot be. */
final class Attempts {

  private Attempts() {}

  /** Something that may fail. */
  interface Attempt<T> {
    void on(T item) throws Exception;
  }

  /** Tries each; then throws the first failure, with the others attached. */
  static <T> void each(Collection<T> items, Attempt<T> attempt) throws Exception {
    @Nullable Exception first = null;
    for (T item : items) {
      try {
        attempt.on(item);
      } catch (Exception failure) {
        if (first == null) {
          first = failure;
        } else {
          first.addSuppressed(failure);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
