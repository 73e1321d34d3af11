package dev.ordeal.checkers.sessions;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the clients of registers did and saw, in arrays: the reads that are ok, and the writes that
 * are not failed, in the order of their invocations.
 *
 * <p>Values are unique, so a value says which write a read saw: a version is a value of a key. The
 * versions of a key are numbered in a row; the first is the initial one, null, that nobody wrote.
 * Keys of which this is not true are left out, and {@link #doubt} names them.
 *
 * @param invocation per operation: its invocation in the history
 * @param session per operation: its session, from 0
 * @param key per operation: its key, from 0
 * @param version per operation: what it wrote, or read
 * @param isWrite per operation: whether it writes
 * @param isSeen per operation: whether it is ok; of writes, others may not have happened
 * @param versionBase per key the number of its initial version; one more entry than keys
 * @param writer per version the operation that wrote it, or -1 if it is an initial one
 * @param byKey the operations, those of a key in a row and in their order
 * @param keyBase per key where its operations begin in {@code byKey}; one more entry than keys
 * @param sessions how many sessions there are
 * @param impossible reads of what nobody wrote; their reads are left out
 * @param doubt why not all of the history can be judged, if so
 */
record Observed(
    History history,
    int[] invocation,
    int[] session,
    int[] key,
    int[] version,
    boolean[] isWrite,
    boolean[] isSeen,
    int[] versionBase,
    int[] writer,
    int[] byKey,
    int[] keyBase,
    int sessions,
    List<Object> keyNames,
    List<Anomaly> impossible,
    Optional<String> doubt) {

  /** Stands for the one key of a history of one register. */
  static final Object ONE_REGISTER = new Object();

  int operations() {
    return invocation.length;
  }

  int keys() {
    return keyNames.size();
  }

  int versions() {
    return writer.length;
  }

  boolean isInitial(int version) {
    return writer[version] < 0;
  }

  /** How many reads there are; without any, nothing shows what became of the writes. */
  int reads() {
    return (int) IntStream.range(0, operations()).filter(at -> !isWrite[at]).count();
  }

  /** The register, as a sentence names it. */
  String register(int ofKey) {
    Object name = keyNames.get(ofKey);
    return name == ONE_REGISTER ? "the register" : "register " + text(name);
  }

  /** A version, as a sentence names it. */
  String value(int ofVersion) {
    if (isInitial(ofVersion)) {
      return text(null);
    }
    int write = writer[ofVersion];
    Object value = history.get(invocation[write]).value();
    boolean isBare = keyNames.get(key[write]) == ONE_REGISTER;
    return text(isBare || !(value instanceof List<?> pair) ? value : pair.get(1));
  }

  static String text(@Nullable Object value) {
    return value == null ? "nil" : String.valueOf(value);
  }

  /** Both halves of these operations, in the order of the history. */
  List<Op> ops(Set<Integer> operations) {
    var ops = new ArrayList<Op>();
    for (int operation : operations) {
      Op invoke = history.get(invocation[operation]);
      ops.add(invoke);
      history.completion(invoke).ifPresent(ops::add);
    }
    ops.sort(Comparator.comparing(Op::index));
    return List.copyOf(ops);
  }

  /** As if only these operations had been; they should include the writes of what is read. */
  Observed only(Set<Integer> operations) {
    boolean isKeyed = keyNames.get(0) != ONE_REGISTER;
    int[] invocations = operations.stream().mapToInt(at -> invocation[at]).sorted().toArray();
    return Observer.of(history, isKeyed, invocations);
  }

  /** An operation as a sentence tells it: {@code p1 read 3}. */
  String told(int operation, boolean isKeyed) {
    var process = "p" + history.process(invocation[operation]);
    var of = isKeyed ? " of " + text(keyNames.get(key[operation])) : "";
    return process + (isWrite[operation] ? " wrote " : " read ") + value(version[operation]) + of;
  }
}
