package dev.ordeal.checkers;

import dev.ordeal.history.Op;
import dev.ordeal.history.Operation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The spans of one kind of fault, as the ops of the nemesis tell them. */
final class Spans {
  private final String heal;
  private final Map<Object, Since> open = new LinkedHashMap<>();
  private final List<Span> bitten = new ArrayList<>();
  private int healed;

  Spans(String heal) {
    this.heal = heal;
  }

  /** From the invocation that injected a fault to the completion that healed it. */
  record Span(long from, long to) {
    boolean meets(Operation operation) {
      long end = operation.completion().map(Op::time).orElse(Long.MAX_VALUE);
      return operation.invoke().time() <= to && end >= from;
    }
  }

  private record Since(long time, boolean hasBitten) {}

  /** An injection that was applied; those without an id are one as long as they last. */
  void begin(Op invocation, boolean hasBitten) {
    Object id = id(invocation);
    var since = open.getOrDefault(id == null ? "" : id, new Since(invocation.time(), false));
    open.put(id == null ? "" : id, new Since(since.time, since.hasBitten || hasBitten));
  }

  /** A heal: of one injection if it names one, else of all. */
  void end(Op completion, Op invocation) {
    Object id = id(invocation);
    if (id != null && open.containsKey(id)) {
      close(id, completion.time());
      healed++;
    } else if (id == null) {
      boolean isOfThisKind = completion.f().equals(heal);
      healed += isOfThisKind || !open.isEmpty() ? 1 : 0;
      List.copyOf(open.keySet()).forEach(one -> close(one, completion.time()));
    }
  }

  private void close(Object id, long time) {
    var since = open.remove(id);
    if (since != null && since.hasBitten) {
      bitten.add(new Span(since.time, time));
    }
  }

  private static @Nullable Object id(Op invocation) {
    return invocation.value() instanceof Map<?, ?> value ? value.get("id") : null;
  }

  int healed() {
    return healed;
  }

  /** The spans of those that bit, with those that nobody healed. */
  List<Span> bitten() {
    var all = new ArrayList<>(bitten);
    open.values().stream()
        .filter(Since::hasBitten)
        .forEach(since -> all.add(new Span(since.time, Long.MAX_VALUE)));
    return all;
  }
}
