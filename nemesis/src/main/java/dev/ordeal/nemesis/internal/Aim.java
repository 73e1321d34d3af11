package dev.ordeal.nemesis.internal;

import dev.ordeal.history.Op;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

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

  boolean has(String key) {
    return value.containsKey(key);
  }

  /** The name of this injection, by which it is healed; null if it has none. */
  @Nullable Object id() {
    return value.get("id");
  }

  /** What else is aimed at, in its order. */
  Map<String, String> rest(String but) {
    var rest = new LinkedHashMap<String, String>();
    value.forEach(
        (key, one) -> {
          if (key instanceof String name && one instanceof String text && !name.equals(but)) {
            rest.put(name, text);
          }
        });
    rest.remove("id");
    return rest;
  }

  RandomGenerator random() {
    return new SplittableRandom(value.get("draw") instanceof Long draw ? draw : 0);
  }
}
