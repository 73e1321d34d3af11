package dev.ordeal.systems.ring;

import org.jspecify.annotations.Nullable;

/** What a client wants of a key: the change function of Rystsov 2018. */
sealed interface KeyChange {

  /** What becomes of the key. */
  sealed interface Decision {
    /** It takes this value. */
    record Become(Object value) implements Decision {}

    /** It stays as it is. */
    record Stay() implements Decision {}
  }

  /** Decides, given what the key holds; null is nothing. */
  Decision apply(@Nullable Object value);

  /** Only looks. */
  record Read() implements KeyChange {
    @Override
    public Decision apply(@Nullable Object value) {
      return new Decision.Stay();
    }
  }

  /** Changes nothing, but has all replicas accept what there is. */
  record Repair() implements KeyChange {
    @Override
    public Decision apply(@Nullable Object value) {
      return new Decision.Stay();
    }
  }

  /** Writes, whatever there is. */
  record Write(Object value) implements KeyChange {
    @Override
    public Decision apply(@Nullable Object before) {
      return new Decision.Become(value);
    }
  }

  /** Writes if there is what is expected. */
  record CompareAndSet(Object from, Object to) implements KeyChange {
    @Override
    public Decision apply(@Nullable Object value) {
      return from.equals(value) ? new Decision.Become(to) : new Decision.Stay();
    }
  }
}
