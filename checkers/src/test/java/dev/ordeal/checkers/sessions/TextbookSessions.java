package dev.ordeal.checkers.sessions;

import dev.ordeal.history.History;
import dev.ordeal.history.Op.Type;
import dev.ordeal.history.Operation;
import java.util.ArrayList;
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
                return sessionHolds(order, session, 0, 0, guarantees);
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

  /**
   * Whether the session can go on from here; sets of writes are bits by their place in the order.
   *
   * @param own the writes of the session so far
   * @param seen all that its reads have seen so far
   */
  private static boolean sessionHolds(
      List<Operation> order,
      List<Operation> session,
      int own,
      int seen,
      Set<Guarantee> guarantees) {
    if (session.isEmpty()) {
      return true;
    }
    var now = session.get(0);
    var rest = session.subList(1, session.size());
    if (isWrite(now)) {
      int place = order.indexOf(now);
      int before = (1 << place) - 1;
      return (!guarantees.contains(Guarantee.MONOTONIC_WRITES) || (own & ~before) == 0)
          && (!guarantees.contains(Guarantee.WRITES_FOLLOW_READS) || (seen & ~before) == 0)
          && sessionHolds(order, rest, own | 1 << place, seen, guarantees);
    }
    for (int visible = 0; visible < 1 << order.size(); visible++) {
      int newest = 31 - Integer.numberOfLeadingZeros(visible);
      Object value = newest < 0 ? null : pair(order.get(newest)).get(1);
      if (Objects.equals(value, pair(now).get(1))
          && (!guarantees.contains(Guarantee.MONOTONIC_READS) || (seen & ~visible) == 0)
          && (!guarantees.contains(Guarantee.READ_YOUR_WRITES) || (own & ~visible) == 0)
          && sessionHolds(order, rest, own, seen | visible, guarantees)) {
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
