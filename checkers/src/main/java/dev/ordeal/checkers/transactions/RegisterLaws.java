package dev.ordeal.checkers.transactions;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.checkers.transactions.Registers.Read;
import dev.ordeal.checkers.transactions.Txn.Step;
import dev.ordeal.checkers.transactions.Txn.Version;
import dev.ordeal.history.History;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The laws of registers that transactions read and write which a few of them suffice to break,
 * named as in Adya's thesis (1999): each holds in every strictly serializable history in which no
 * value is written twice to a key. What breaks none may still have no order: the search tells.
 */
final class RegisterLaws {
  private final History history;
  private final Registers registers;
  private final List<Anomaly> found = new ArrayList<>();

  private RegisterLaws(History history, Registers registers) {
    this.history = history;
    this.registers = registers;
  }

  /** What is broken, each law once. */
  static List<Anomaly> broken(History history, Registers registers) {
    var laws = new RegisterLaws(history, registers);
    laws.torn();
    registers.reads().values().forEach(all -> all.forEach(laws::one));
    registers.txns().stream().filter(Txn::isOk).forEach(laws::internal);
    laws.updates();
    registers.reads().forEach(laws::stale);
    return laws.found;
  }

  private void add(String name, String because, Txn... txns) {
    if (found.stream().noneMatch(known -> known.name().equals(name))) {
      found.add(Witness.of(history, name, because, txns));
    }
  }

  /** Of one transaction's writes, one was read, and another was not there for that reader. */
  private void torn() {
    for (Txn txn : registers.txns()) {
      var left = Registers.left(txn);
      if (left.size() > 1 && !txn.isFailed()) {
        left.values().forEach(there -> torn(txn, there, left));
      }
    }
  }

  private void torn(Txn txn, Version there, Map<Object, Version> left) {
    for (Read seen : registers.reads(there.key())) {
      if (seen.txn() != txn && seen.version().equals(there)) {
        left.values().stream()
            .filter(other -> !other.equals(there))
            .forEach(other -> torn(txn, seen, other));
        return;
      }
    }
  }

  private void torn(Txn txn, Read seen, Version other) {
    for (Read read : registers.reads(other.key())) {
      boolean sees = read.txn() == seen.txn() || seen.txn().precedes(read.txn());
      if (sees && read.txn() != txn && registers.isOverwritten(read.version(), txn)) {
        List<Read> all = registers.reads(other.key());
        boolean forEver =
            read == all.get(all.size() - 1)
                && all.stream().noneMatch(any -> any.version().equals(other));
        add(
            forEver ? "fractured-commit" : "read-skew",
            "%s wrote %s to %s and %s to %s in one transaction; %s sees the first, %s still reads"
                    .formatted(
                        txn.who(),
                        seen.version().value(),
                        seen.version().key(),
                        other.value(),
                        other.key(),
                        seen.txn().who(),
                        later(txn, seen, read))
                + " %s of %s, which the second replaced"
                    .formatted(read.version().value(), other.key()),
            txn,
            seen.txn(),
            read.txn());
      }
    }
  }

  /** Who reads what is no longer there, if it is another than who sees what is. */
  private static String later(Txn writer, Read seen, Read read) {
    if (seen.txn() == read.txn()) {
      return "but";
    }
    boolean isItself = read.txn().who().equals(writer.who());
    return "and " + read.txn().who() + (isItself ? " itself, later," : ", who began after that,");
  }

  /** What one read shows by itself. */
  private void one(Read read) {
    if (read.version().value() == null) {
      return;
    }
    Optional<Txn> writer = registers.writer(read.version());
    if (writer.isEmpty()) {
      add(
          "garbage-read",
          "%s is read of key %s, and nobody wrote it"
              .formatted(read.version().value(), read.version().key()),
          read.txn());
    } else if (writer.get().isFailed()) {
      add(
          "aborted-read",
          "%s reads %s of key %s, and the transaction that wrote it had failed"
              .formatted(read.txn().who(), read.version().value(), read.version().key()),
          writer.get(),
          read.txn());
    } else if (writer.get() != read.txn()
        && !read.version().equals(Registers.left(writer.get()).get(read.version().key()))) {
      add(
          "intermediate-read",
          "%s reads %s of key %s, which the transaction that wrote it had overwritten itself"
              .formatted(read.txn().who(), read.version().value(), read.version().key()),
          writer.get(),
          read.txn());
    }
  }

  /** A transaction sees its own writes, and nothing else changes under its hands. */
  private void internal(Txn txn) {
    var known = new HashMap<Object, Step>();
    for (Step step : txn.steps()) {
      Step before = known.put(step.key(), step);
      if (step.isRead() && before != null && !Objects.equals(before.value(), step.value())) {
        add(
            "internal",
            "%s reads %s of key %s where it had itself found or written %s"
                .formatted(txn.who(), step.value(), step.key(), before.value()),
            txn);
      }
    }
  }

  /** Two who read the same value of a register and both write it: one did not see the other. */
  private void updates() {
    registers.reads().forEach(this::updates);
  }

  private void updates(Object key, List<Read> reads) {
    var byValue = new HashMap<@Nullable Object, Txn>();
    for (Read read : reads) {
      if (!Registers.left(read.txn()).containsKey(key)) {
        continue;
      }
      Txn twin = byValue.put(read.version().value(), read.txn());
      if (twin != null) {
        add(
            "lost-update",
            "%s and %s both read %s of key %s and overwrote it, and both were acknowledged: neither"
                    .formatted(twin.who(), read.txn().who(), read.version().value(), key)
                + " saw the other's write",
            twin,
            read.txn());
      }
    }
  }

  /** Who knows of a value no longer reads one that was there before it. */
  private void stale(Object key, List<Read> reads) {
    var signs = registers.firstSigns(key);
    signs.forEach(
        (newer, sign) ->
            registers
                .writer(newer)
                .ifPresent(
                    writer ->
                        reads.stream()
                            .filter(read -> sign.precedes(read.txn()))
                            .filter(read -> registers.isOverwritten(read.version(), writer))
                            .findFirst()
                            .ifPresent(read -> stale(read, newer, writer, sign))));
  }

  private void stale(Read read, Version newer, Txn writer, Txn sign) {
    add(
        "stale-read",
        "%s reads %s of key %s, which %s had overwritten with %s%s"
            .formatted(
                read.txn().who(),
                read.version().value(),
                newer.key(),
                writer.who(),
                newer.value(),
                sign == writer
                    ? " before that transaction began"
                    : ": " + sign.who() + " had read that before it began"),
        Stream.concat(
                registers.writer(read.version()).stream(), Stream.of(writer, sign, read.txn()))
            .distinct()
            .toArray(Txn[]::new));
  }
}
