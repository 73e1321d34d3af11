package dev.ordeal.nemesis.internal;

import dev.ordeal.history.Op;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** The value of a nemesis op: what it aims at, and the draw that decides what chance decides. */
record Aim(Map<?, ?> value) {

  static Aim of(Op op) {
    if (op.value() instanceof Map<?, ?> value) {
      return new Aim(value);
    }
    throw new IllegalArgumentException("nemesis op " + op.f() + " says not what it aims at");
  }

  String text(String key) {
    if (value.get(key) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("a nemesis op lacks its " + key + ": " + value);
  }

  RandomGenerator random() {
    return new SplittableRandom(value.get("draw") instanceof Long draw ? draw : 0);
  }
}
