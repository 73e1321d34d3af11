package dev.ordeal.history;

import dev.ordeal.history.Op.Type;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An immutable, well-formed sequence of ops.
 *
 * <p>Well-formed: time never goes back; a process, the nemesis too, begins only while it has
 * nothing open; a completion ends what its process has open, under the same {@code f}; after an
 * info a client process is retired; the nemesis completes only with info. What is open at the end
 * stays open.
 *
 * <p>Inside, a history is a few columns and one array of packed values, so that a million
 * operations take some tens of megabytes; every {@link Op} it hands out is made anew.
 */
public final class History implements Iterable<Op> {
  private static final Type[] TYPES = Type.values();

  private final long[] times;
  private final int[] processes;
  private final byte[] types;
  private final int[] fs;
  private final int[] partners;
  private final int[] values;
  private final Arena arena;

  History(
      long[] times,
      int[] processes,
      byte[] types,
      int[] fs,
      int[] partners,
      int[] values,
      Arena arena) {
    this.times = times;
    this.processes = processes;
    this.types = types;
    this.fs = fs;
    this.partners = partners;
    this.values = values;
    this.arena = arena;
  }

  /**
   * The history of these ops, in this order; positions are given anew.
   *
   * @throws MalformedHistoryException if they break a rule of histories
   */
  public static History of(List<Op> ops) {
    var builder = builder();
    ops.forEach(builder::add);
    return builder.build();
  }

  /** Something to add ops to, one by one. */
  public static HistoryBuilder builder() {
    return new HistoryBuilder();
  }

  /**
   * The history that a text in the notation of histories says; the inverse of {@link #toString}.
   *
   * @throws MalformedHistoryException if a line says no op, or breaks a rule of histories
   */
  public static History parse(String text) {
    return Notation.parse(text);
  }

  /** The number of ops. */
  public int size() {
    return times.length;
  }

  /** The op at a position. */
  public Op get(int index) {
    var cursor = new Arena.Cursor(values[index]);
    Object value = arena.read(cursor);
    Object error = arena.read(cursor);
    return new Op(index, times[index], processes[index], type(index), f(index), value, error);
  }

  /** The value of the op at a position; it may be a view that keeps the values of the history. */
  public @Nullable Object value(int index) {
    return arena.value(values[index]);
  }

  /**
   * Reads a value that is a pair {@code [a b]} of longs, or {@code [a nil]}, without making an
   * object of it.
   *
   * @param into takes a and b
   */
  public Pair pair(int index, long[] into) {
    return arena.pair(values[index], into);
  }

  /** What a value is, seen as a pair. */
  public enum Pair {
    /** Two longs. */
    LONGS,
    /** A long, and nil. */
    LONG_AND_NIL,
    /** Anything else. */
    NONE
  }

  /** The time of the op at a position, in nanoseconds since the trial began. */
  public long time(int index) {
    return times[index];
  }

  /** The process of the op at a position. */
  public int process(int index) {
    return processes[index];
  }

  /** The type of the op at a position. */
  public Type type(int index) {
    return TYPES[types[index]];
  }

  /** The function of the op at a position. */
  public String f(int index) {
    return arena.string(fs[index]);
  }

  /** The position of the other half of the op at a position, or -1 while it is open. */
  public int partner(int index) {
    return partners[index];
  }

  /** The op that began what this completion ended. */
  public Op invocation(Op completion) {
    if (!completion.type().completes()) {
      throw new IllegalArgumentException(completion + " is an invocation, not a completion");
    }
    return get(partners[completion.index()]);
  }

  /** The op that ended what this invocation began, if anything did. */
  public Optional<Op> completion(Op invocation) {
    if (invocation.type().completes()) {
      throw new IllegalArgumentException(invocation + " is a completion, not an invocation");
    }
    int at = partners[invocation.index()];
    return at < 0 ? Optional.empty() : Optional.of(get(at));
  }

  /** All ops in order. */
  public Stream<Op> stream() {
    return IntStream.range(0, size()).mapToObj(this::get);
  }

  /** The operations of clients, in the order of their invocations. */
  public Stream<Operation> operations() {
    return IntStream.range(0, size())
        .filter(at -> types[at] == Type.INVOKE.ordinal() && processes[at] != Op.NEMESIS)
        .mapToObj(this::get)
        .map(op -> new Operation(op, completion(op)));
  }

  /** The ops of clients, in order. */
  public Stream<Op> clientOps() {
    return IntStream.range(0, size()).filter(at -> processes[at] != Op.NEMESIS).mapToObj(this::get);
  }

  /** The completions of {@code f} by clients that are ok. */
  public Stream<Op> oks(String f) {
    return clientOps().filter(op -> op.type() == Type.OK && op.f().equals(f));
  }

  /** The last op of a type and a function, if there is any; by whom does not matter. */
  public Optional<Op> last(Type type, String f) {
    for (int at = size() - 1; at >= 0; at--) {
      if (types[at] == type.ordinal() && f(at).equals(f)) {
        return Optional.of(get(at));
      }
    }
    return Optional.empty();
  }

  /**
   * The history of the operations whose invocation passes, each with its completion; positions are
   * given anew.
   */
  public History filter(Predicate<Op> invocation) {
    var builder = builder();
    boolean[] kept = new boolean[size()];
    for (int at = 0; at < kept.length; at++) {
      Op op = get(at);
      kept[at] = op.type().completes() ? kept[partners[at]] : invocation.test(op);
      if (kept[at]) {
        builder.add(op);
      }
    }
    return builder.build();
  }

  @Override
  public Iterator<Op> iterator() {
    return stream().iterator();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof History that)
        || !Arrays.equals(times, that.times)
        || !Arrays.equals(processes, that.processes)
        || !Arrays.equals(types, that.types)) {
      return false;
    }
    if (Arrays.equals(fs, that.fs)
        && Arrays.equals(values, that.values)
        && arena.sameAs(that.arena)) {
      return true;
    }
    // The order of a map's keys is packed but means nothing, so unequal bytes may be equal ops.
    return IntStream.range(0, size()).allMatch(at -> get(at).equals(that.get(at)));
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(times) + Arrays.hashCode(processes);
  }

  /** This history in its notation, a line per op, in columns. */
  @Override
  public String toString() {
    return Notation.print(this);
  }
}
