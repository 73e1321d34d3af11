package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Model.Call;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Things numbered from 0 in the order that they are met; equal things have one number. */
final class Numbering<T> {
  private final Map<T, Integer> numbers = new HashMap<>();
  private final List<T> things = new ArrayList<>();

  /** The number of a thing, a new one if it was not met before. */
  int of(T thing) {
    Integer known = numbers.putIfAbsent(thing, things.size());
    if (known != null) {
      return known;
    }
    things.add(thing);
    return things.size() - 1;
  }

  /** Uses up the next number for nothing that could be met; asked for, it shows this thing. */
  void skip(T shown) {
    things.add(shown);
  }

  T at(int number) {
    return things.get(number);
  }

  int size() {
    return things.size();
  }

  /** A call without what the model does not look at, so that calls that are alike are equal. */
  static Call asToldBy(Model<?> model, Call call) {
    return model.isAnonymous()
        ? new Call(0, call.f(), call.input(), call.seen(), call.output())
        : call;
  }
}
