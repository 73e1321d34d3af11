package dev.ordeal.history;

import dev.ordeal.history.Op.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** An immutable, well-formed sequence of ops. */
public final class History implements Iterable<Op> {
  private final List<Op> ops;
  private final int[] partner;

  private History(List<Op> ops) {
    this.ops = ops;
    this.partner = pair(ops);
  }

  /** The history of these ops, in this order; positions are given anew. */
  public static History of(List<Op> ops) {
    var placed = new ArrayList<Op>(ops.size());
    for (Op op : ops) {
      placed.add(op.withIndex(placed.size()));
    }
    return new History(List.copyOf(placed));
  }

  private static int[] pair(List<Op> ops) {
    int[] partner = new int[ops.size()];
    Map<Integer, Integer> open = new HashMap<>();
    for (int i = 0; i < partner.length; i++) {
      partner[i] = -1;
      Op op = ops.get(i);
      if (op.type() == Type.INVOKE) {
        if (open.put(op.process(), i) != null) {
          throw new MalformedHistoryException(op + ": its process has an operation open");
        }
      } else {
        Integer invoke = open.remove(op.process());
        if (invoke == null) {
          throw new MalformedHistoryException(op + ": completes nothing");
        }
        partner[i] = invoke;
        partner[invoke] = i;
      }
    }
    return partner;
  }

  /** The number of ops. */
  public int size() {
    return ops.size();
  }

  /** The op at a position. */
  public Op get(int index) {
    return ops.get(index);
  }

  /** The op that began what this completion ended. */
  public Op invocation(Op completion) {
    return ops.get(partner[completion.index()]);
  }

  /** The op that ended what this invocation began, if anything did. */
  public Optional<Op> completion(Op invocation) {
    int at = partner[invocation.index()];
    return at < 0 ? Optional.empty() : Optional.of(ops.get(at));
  }

  /** All ops in order. */
  public Stream<Op> stream() {
    return ops.stream();
  }

  /** The operations of clients, in the order of their invocations. */
  public Stream<Operation> operations() {
    return stream()
        .filter(op -> op.type() == Type.INVOKE && !op.isNemesis())
        .map(op -> new Operation(op, completion(op)));
  }

  /** The completions of {@code f} by clients that are ok. */
  public Stream<Op> oks(String f) {
    return stream().filter(op -> op.type() == Type.OK && !op.isNemesis() && op.f().equals(f));
  }

  @Override
  public Iterator<Op> iterator() {
    return ops.iterator();
  }
}
