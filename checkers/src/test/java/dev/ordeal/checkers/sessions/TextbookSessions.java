package dev.ordeal.checkers.sessions;

import dev.ordeal.history.History;
import dev.ordeal.history.Op.Type;
import dev.ordeal.history.Operation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The definitions of Viotti and Vukolic, tried on every arbitration of every choice of writes, and
 * every choice of what each read saw: slow, and too simple to be wrong.
 */
final class TextbookSessions {

  private TextbookSessions() {}

  static boolean holds(History history, Set<Guarantee> guarantees) {
    Map<Object, List<Operation>> keys =
        history
            .operations()
            .filter(op -> op.outcome() != Type.FAIL)
            .filter(op -> isWrite(op) || op.outcome() == Type.OK)
            .collect(Collectors.groupingBy(op -> Objects.requireNonNull(pair(op).get(0))));
    return keys.values().stream().allMatch(one -> keyHolds(one, guarantees));
  }

  private static boolean keyHolds(List<Operation> all, Set<Guarantee> guarantees) {
    var open = all.stream().filter(op -> op.outcome() != Type.OK).toList();
    return IntStream.range(0, 1 << open.size())
        .anyMatch(
            lost -> {
              var happened = new ArrayList<>(all);
              IntStream.range(0, open.size())
                  .filter(i -> (lost >> i & 1) != 0)
                  .forEach(i -> happened.remove(open.get(i)));
              var writes = happened.stream().filter(TextbookSessions::isWrite).toList();
              return arbitrations(new ArrayList<>(), writes, happened, guarantees);
            });
  }

  private static boolean arbitrations(
      List<Operation> order,
      List<Operation> writes,
      List<Operation> happened,
      Set<Guarantee> guarantees) {
    if (order.size() == writes.size()) {
      return happened.stream()
          .map(Operation::process)
          .distinct()
          .allMatch(
              process -> {
                var session = happened.stream().filter(op -> op.process() == process).toList();
                return sessionHolds(order, session, 0, Set.of(), guarantees);
              });
    }
    for (Operation write : writes) {
      if (!order.contains(write)) {
        order.add(write);
        if (arbitrations(order, writes, happened, guarantees)) {
          return true;
        }
        order.remove(order.size() - 1);
      }
    }
    return false;
  }

  /** Whether the session can go on from here, given all that its reads have seen so far. */
  private static boolean sessionHolds(
      List<Operation> order,
      List<Operation> session,
      int at,
      Set<Operation> seen,
      Set<Guarantee> guarantees) {
    if (at == session.size()) {
      return true;
    }
    var now = session.get(at);
    var own = session.subList(0, at).stream().filter(TextbookSessions::isWrite).toList();
    if (isWrite(now)) {
      int place = order.indexOf(now);
      return (!guarantees.contains(Guarantee.MONOTONIC_WRITES)
              || own.stream().allMatch(write -> order.indexOf(write) < place))
          && (!guarantees.contains(Guarantee.WRITES_FOLLOW_READS)
              || seen.stream().allMatch(write -> order.indexOf(write) < place))
          && sessionHolds(order, session, at + 1, seen, guarantees);
    }
    for (int set = 0; set < 1 << order.size(); set++) {
      var visible = new HashSet<Operation>();
      for (int i = 0; i < order.size(); i++) {
        if ((set >> i & 1) != 0) {
          visible.add(order.get(i));
        }
      }
      int newest = 31 - Integer.numberOfLeadingZeros(set);
      Object value = newest < 0 ? null : pair(order.get(newest)).get(1);
      var all = new HashSet<>(seen);
      all.addAll(visible);
      if (Objects.equals(value, pair(now).get(1))
          && (!guarantees.contains(Guarantee.MONOTONIC_READS) || visible.containsAll(seen))
          && (!guarantees.contains(Guarantee.READ_YOUR_WRITES) || visible.containsAll(own))
          && sessionHolds(order, session, at + 1, all, guarantees)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isWrite(Operation operation) {
    return operation.f().equals("write");
  }

  private static List<? extends @Nullable Object> pair(Operation op) {
    Object value = isWrite(op) ? op.invoke().value() : op.completion().orElseThrow().value();
    return (List<?>) Objects.requireNonNull(value);
  }
}
