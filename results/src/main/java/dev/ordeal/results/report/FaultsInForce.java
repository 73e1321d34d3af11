package dev.ordeal.results.report;

import dev.ordeal.checkers.TriggersOf;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import dev.ordeal.history.Op.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which faults were in force when something went wrong, as the nemesis ops of a history tell.
 *
 * <p>Of many, those matter most that were in force while an operation of the witness was under way,
 * and those that were never seen to bite matter least.
 */
final class FaultsInForce {
  private static final String HEAL_ALL = "heal";

  private static final int SHOWN = 3;
  private static final int SHOWN_OPS = 4;
  private static final int WORDS = 48;

  private final List<Op> others = new ArrayList<>();
  private final List<Fault> during = new ArrayList<>();
  private final List<Fault> between = new ArrayList<>();
  private final List<Fault> unseen = new ArrayList<>();

  /**
   * A fault from when it was asked for, as it bites before anybody can report it, to the op that
   * reports it healed, if any does.
   */
  private record Fault(long begin, Op injected, @Nullable Op healed) {
    boolean isInForce(long from, long to) {
      return begin <= to && (healed == null || healed.time() >= from);
    }

    boolean isSeen() {
      boolean isDenied = Boolean.FALSE.equals(FaultText.bit(injected));
      return !isDenied || healed != null && Boolean.TRUE.equals(FaultText.bit(healed));
    }

    /** That everything is healed stands for itself. */
    Stream<Op> ops() {
      return healed == null || healed.f().equals(HEAL_ALL)
          ? Stream.of(injected)
          : Stream.of(injected, healed);
    }

    String text() {
      String done = FaultText.done(injected, WORDS);
      String since = Lines.seconds(begin);
      return ValueText.escape(injected.f(), WORDS)
          + (done.isEmpty() ? "" : " " + done)
          + (healed == null
              ? " (since " + since + ")"
              : " (" + since + " to " + Lines.seconds(healed.time()) + ")");
    }
  }

  private final Map<String, String> kinds;

  private FaultsInForce(Map<String, String> kinds) {
    this.kinds = kinds;
  }

  /** Whether an op begins or ends a fault of a known kind: {@link #ops} says which are shown. */
  boolean knows(Op op) {
    return op.isNemesis() && (kinds.containsKey(op.f()) || kinds.containsValue(op.f()));
  }

  /** Those between the first and the last op of a witness, kinds as its run names them. */
  static FaultsInForce of(History history, Map<String, String> kinds, List<Op> witness) {
    var found = new FaultsInForce(kinds);
    Op first = witness.get(0);
    Op last = witness.get(witness.size() - 1);
    List<long[]> underWay = underWay(witness);
    for (Fault fault : faults(history, kinds, last.time())) {
      if (!fault.isInForce(first.time(), last.time())) {
        continue;
      }
      boolean isDuring = underWay.stream().anyMatch(span -> fault.isInForce(span[0], span[1]));
      (!fault.isSeen() ? found.unseen : isDuring ? found.during : found.between).add(fault);
    }
    found.addOthers(history, first, last);
    return found;
  }

  /** From when to when each operation of the witness ran; for ever, if nobody saw it end. */
  private static List<long[]> underWay(List<Op> witness) {
    var spans = new ArrayList<long[]>();
    var open = new HashMap<Integer, long[]>();
    for (Op op : witness) {
      if (op.isNemesis()) {
        continue;
      }
      long[] begun = op.type() == Type.INVOKE ? null : open.remove(op.process());
      if (begun != null) {
        begun[1] = op.time();
        continue;
      }
      var span = new long[] {op.time(), op.type() == Type.INVOKE ? Long.MAX_VALUE : op.time()};
      spans.add(span);
      if (op.type() == Type.INVOKE) {
        open.put(op.process(), span);
      }
    }
    return spans;
  }

  private void addOthers(History history, Op first, Op last) {
    for (int at = Math.max(0, first.index()); at < Math.min(last.index(), history.size()); at++) {
      if (TriggersOf.isFault(history, at) && !knows(history.get(at))) {
        others.add(history.get(at));
      }
    }
  }

  /** The few nemesis ops that stand in a witness: those that began and ended what matters most. */
  List<Op> ops(int last) {
    List<Fault> most = most();
    var ops = new ArrayList<Op>();
    for (int i = most.size() - 1; i >= 0; i--) {
      List<Op> some = most.get(i).ops().filter(op -> op.index() < last).toList();
      if (ops.size() + some.size() <= SHOWN_OPS) {
        ops.addAll(some);
      }
    }
    List<Op> rest = others.subList(Math.max(0, others.size() - SHOWN_OPS), others.size());
    for (Op op : rest) {
      if (ops.size() < SHOWN_OPS || op.f().equals(HEAL_ALL)) {
        ops.add(op);
      }
    }
    return ops;
  }

  private List<Fault> most() {
    return !during.isEmpty() ? during : !between.isEmpty() ? between : unseen;
  }

  /** Those that matter most with their times, and how many others there were; may be empty. */
  String text() {
    List<Fault> most = most();
    List<Fault> shown = most.subList(Math.max(0, most.size() - SHOWN), most.size());
    String named = shown.stream().map(Fault::text).collect(Collectors.joining(", "));
    var counts = new LinkedHashMap<String, Integer>();
    Stream.of(during, between, unseen)
        .flatMap(List::stream)
        .filter(fault -> !shown.contains(fault))
        .sorted(Comparator.comparing(Fault::begin))
        .forEach(fault -> counts.merge(fault.injected.f(), 1, Integer::sum));
    if (counts.isEmpty()) {
      return named;
    }
    return named
        + "; besides "
        + counts.entrySet().stream()
            .map(one -> one.getValue() + " x " + ValueText.escape(one.getKey(), WORDS))
            .collect(Collectors.joining(", "));
  }

  private static List<Fault> faults(History history, Map<String, String> kinds, long until) {
    var open = new ArrayList<Op>();
    var faults = new ArrayList<Fault>();
    for (Op op : history) {
      if (op.time() > until) {
        break;
      }
      if (!op.isNemesis() || !op.type().completes() || failed(op)) {
        continue;
      }
      if (kinds.containsKey(op.f())) {
        open.add(op);
      } else {
        open.removeIf(
            fault -> {
              boolean healed = op.f().equals(HEAL_ALL) || heals(history, op, fault, kinds);
              return healed && faults.add(new Fault(begin(history, fault), fault, op));
            });
      }
    }
    open.forEach(fault -> faults.add(new Fault(begin(history, fault), fault, null)));
    faults.sort(Comparator.comparing(Fault::begin));
    return faults;
  }

  private static long begin(History history, Op injected) {
    return history.time(history.partner(injected.index()));
  }

  /** A heal takes back the injection of its id; all of its kind if it has none. */
  private static boolean heals(History history, Op heal, Op fault, Map<String, String> kinds) {
    Object id = id(history, heal);
    return heal.f().equals(kinds.get(fault.f())) && (id == null || id.equals(id(history, fault)));
  }

  private static @Nullable Object id(History history, Op completion) {
    return history.get(history.partner(completion.index())).value() instanceof Map<?, ?> value
        ? value.get("id")
        : null;
  }

  private static boolean failed(Op op) {
    return op.value() instanceof Map<?, ?> map && map.containsKey("failed");
  }
}
