package dev.ordeal.checkers.transactions;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.checkers.TriggersOf;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import dev.ordeal.history.Operation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Operations that prove something, shown with what the nemesis did to the first of them. */
final class Witness {
  private static final int SHOWN_FAULTS = 2;

  private Witness() {}

  /** The anomaly that these transactions show. */
  static Anomaly of(History history, String name, String because, Txn... txns) {
    return of(history, name, because, Stream.of(txns).map(Txn::operation).toList());
  }

  /** The anomaly that these operations show; the faults are those around the first one. */
  static Anomaly of(History history, String name, String because, List<Operation> operations) {
    var shown = new TreeSet<Op>(Comparator.comparing(Op::index));
    for (Operation operation : operations) {
      shown.add(operation.invoke());
      operation.completion().ifPresent(shown::add);
    }
    shown.addAll(faults(history, operations.get(0)));
    return new Anomaly(name, because, List.copyOf(shown));
  }

  /** The first that were done while it was open; if none was, the last that was done before. */
  private static List<Op> faults(History history, Operation operation) {
    var faults = new ArrayList<Op>();
    int begin = operation.invoke().index();
    int end = operation.completion().map(Op::index).orElse(history.size());
    for (int at = begin + 1; at < history.size() && faults.size() < SHOWN_FAULTS; at++) {
      if (TriggersOf.isFault(history, at) && (at < end || history.partner(at) < end)) {
        faults.add(history.get(at));
      }
    }
    for (int at = begin - 1; at >= 0 && faults.isEmpty(); at--) {
      if (TriggersOf.isFault(history, at)) {
        faults.add(history.get(at));
      }
    }
    return faults;
  }
}
