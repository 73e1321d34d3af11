package dev.ordeal.bench.histories;

import dev.ordeal.checkers.Model;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Models that declare nothing of themselves, so that the search alone judges their histories. */
final class PlainModels {

  private PlainModels() {}

  static Model<List<Object>> queue() {
    return new Container("queue", "enqueue", values -> 0);
  }

  static Model<List<Object>> stack() {
    return new Container("stack", "push", values -> values.size() - 1);
  }

  static Model<List<Object>> priorityQueue() {
    return new Container("priority-queue", "insert", PlainModels::smallest);
  }

  static Model<Optional<Object>> store() {
    return new Store();
  }

  static Model<Long> counter() {
    return new Counter();
  }

  private static int smallest(List<Object> values) {
    long smallest = values.stream().mapToLong(value -> (Long) value).min().orElseThrow();
    return values.indexOf(smallest);
  }

  /** Values go in at the end and come out somewhere. */
  private record Container(String name, String put, ToIntFunction<List<Object>> out)
      implements Model<List<Object>> {

    @Override
    public List<Object> initial() {
      return List.of();
    }

    @Override
    public Step<List<Object>> step(List<Object> values, Call call) {
      var changed = new ArrayList<>(values);
      if (call.f().equals(put)) {
        changed.add(call.input());
        return Step.to(Collections.unmodifiableList(changed));
      }
      Object taken = values.isEmpty() ? null : changed.remove(out.applyAsInt(values));
      if (call.seen() && !Objects.equals(taken, call.output())) {
        return Step.illegal(call.output() + " is taken where " + taken + " comes out next");
      }
      return Step.to(Collections.unmodifiableList(changed));
    }
  }

  /** Many registers, each of its own: the model is that of one. */
  private record Store() implements Model<Optional<Object>> {

    @Override
    public String name() {
      return "store";
    }

    @Override
    public Optional<Object> initial() {
      return Optional.empty();
    }

    @Override
    public Optional<Object> key(Call call) {
      return Optional.ofNullable(((List<?>) Objects.requireNonNull(call.input())).get(0));
    }

    @Override
    public boolean isPure(Call call) {
      return call.f().equals("read");
    }

    @Override
    public Step<Optional<Object>> step(Optional<Object> value, Call call) {
      if (call.f().equals("write")) {
        return Step.to(Optional.ofNullable(second(call.input())));
      }
      if (call.seen() && !Objects.equals(second(call.output()), value.orElse(null))) {
        return Step.illegal(call.output() + " is read while the key holds " + value.orElse(null));
      }
      return Step.to(value);
    }

    private static @Nullable Object second(@Nullable Object pair) {
      return ((List<?>) Objects.requireNonNull(pair)).get(1);
    }
  }

  /** Counts up by one. */
  private record Counter() implements Model<Long> {

    @Override
    public String name() {
      return "counter";
    }

    @Override
    public Long initial() {
      return 0L;
    }

    @Override
    public boolean isPure(Call call) {
      return call.f().equals("read");
    }

    @Override
    public Step<Long> step(Long count, Call call) {
      if (call.f().equals("increment")) {
        return Step.to(count + 1);
      }
      if (call.seen() && !count.equals(call.output())) {
        return Step.illegal(call.output() + " is read where " + count + " were counted");
      }
      return Step.to(count);
    }
  }
}
