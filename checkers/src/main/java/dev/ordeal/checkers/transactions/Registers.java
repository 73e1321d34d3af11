package dev.ordeal.checkers.transactions;

import dev.ordeal.checkers.transactions.Txn.Step;
import dev.ordeal.checkers.transactions.Txn.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who wrote what to which register, and who read it; each value is written to a key once. */
final class Registers {

  /** What one transaction read of a register before it wrote it itself. */
  record Read(Txn txn, Version version) {}

  private final List<Txn> txns;
  private final Map<Version, Txn> writers = new HashMap<>();
  private final Map<Object, List<Read>> reads = new LinkedHashMap<>();
  private @Nullable Version twice;

  Registers(List<Txn> txns) {
    this.txns = txns;
    for (Txn txn : txns) {
      for (Step step : txn.steps()) {
        if (step.f().equals("w") && writers.put(step.version(), txn) != null) {
          twice = step.version();
        }
      }
      if (txn.isOk()) {
        addReads(txn);
      }
    }
  }

  private void addReads(Txn txn) {
    var known = new HashSet<Object>();
    for (Step step : txn.steps()) {
      if (known.add(step.key()) && step.isRead()) {
        var read = new Read(txn, step.version());
        reads.computeIfAbsent(step.key(), any -> new ArrayList<>()).add(read);
      }
    }
  }

  List<Txn> txns() {
    return txns;
  }

  /** Something that clients wrote twice, so that nobody can tell who was read. */
  Optional<Version> twice() {
    return Optional.ofNullable(twice);
  }

  Optional<Txn> writer(Version version) {
    return Optional.ofNullable(writers.get(version));
  }

  /** The reads by key, in the order in which their transactions began. */
  Map<Object, List<Read>> reads() {
    return reads;
  }

  List<Read> reads(Object key) {
    return reads.getOrDefault(key, List.of());
  }

  /** What a transaction leaves behind: the last that it wrote to each key. */
  static Map<Object, Version> left(Txn txn) {
    var left = new LinkedHashMap<Object, Version>();
    for (Step step : txn.steps()) {
      if (step.f().equals("w")) {
        left.put(step.key(), step.version());
      }
    }
    return left;
  }

  /** Per value the completion of who read it and ended first. */
  Map<Version, Integer> readers() {
    var readers = new HashMap<Version, Integer>();
    for (List<Read> all : reads.values()) {
      all.forEach(read -> readers.merge(read.version(), read.txn().completion(), Math::min));
    }
    return readers;
  }
}
