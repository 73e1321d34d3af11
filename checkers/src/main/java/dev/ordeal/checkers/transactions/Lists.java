package dev.ordeal.checkers.transactions;

import dev.ordeal.checkers.transactions.Txn.Step;
import dev.ordeal.checkers.transactions.Txn.Version;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who appended what to which list, and who read it; each element is appended to a key once. */
final class Lists {

  /**
   * What one transaction read of a list first, before it appended to it itself.
   *
   * @param own how many elements it had appended itself by then; they end the list
   * @param list as it was answered
   */
  record Read(Txn txn, Object key, int own, List<?> list) {
    /** How many elements others had appended. */
    int foreign() {
      return list.size() - own;
    }
  }

  private final List<Txn> txns;
  private final Map<Version, Txn> writers = new HashMap<>();
  private final Map<Object, List<Read>> reads = new LinkedHashMap<>();
  private final Map<Object, Read> last = new HashMap<>();
  private final Map<Version, Integer> places = new HashMap<>();
  private final Set<Read> astray = Collections.newSetFromMap(new IdentityHashMap<>());
  private @Nullable Version twice;

  Lists(List<Txn> txns) {
    this.txns = txns;
    for (Txn txn : txns) {
      for (Step step : txn.steps()) {
        if (step.f().equals("append") && writers.put(step.version(), txn) != null) {
          twice = step.version();
        }
      }
      if (txn.isOk()) {
        addReads(txn);
      }
    }
    last.values().forEach(this::compare);
  }

  private void compare(Read newest) {
    for (int i = 0; i < newest.list().size(); i++) {
      places.putIfAbsent(new Version(newest.key(), newest.list().get(i)), i);
    }
    for (Read read : reads(newest.key())) {
      if (alike(read.list(), newest.list()) < read.list().size()) {
        astray.add(read);
      }
    }
  }

  private void addReads(Txn txn) {
    var own = new HashMap<Object, Integer>();
    var seen = new HashMap<Object, Read>();
    for (Step step : txn.steps()) {
      if (step.f().equals("append")) {
        own.merge(step.key(), 1, Integer::sum);
      } else if (step.isRead() && !seen.containsKey(step.key())) {
        var list = step.value() instanceof List<?> items ? items : List.of();
        int mine = Math.min(list.size(), own.getOrDefault(step.key(), 0));
        var read = new Read(txn, step.key(), mine, list);
        seen.put(step.key(), read);
        reads.computeIfAbsent(step.key(), any -> new ArrayList<>()).add(read);
        last.merge(step.key(), read, (a, b) -> b.txn().begin() >= a.txn().begin() ? b : a);
      }
    }
  }

  List<Txn> txns() {
    return txns;
  }

  /** Something that clients appended twice, so that nobody can tell who was read. */
  Optional<Version> twice() {
    return Optional.ofNullable(twice);
  }

  /** Who appended an element, if anybody did. */
  Optional<Txn> writer(Object key, @Nullable Object element) {
    return Optional.ofNullable(writers.get(new Version(key, element)));
  }

  /** The reads by key, in the order in which their transactions began. */
  Map<Object, List<Read>> reads() {
    return reads;
  }

  /** The reads of a key. */
  List<Read> reads(Object key) {
    return reads.getOrDefault(key, List.of());
  }

  /** The read of a key that began last. */
  Optional<Read> last(Object key) {
    return Optional.ofNullable(last.get(key));
  }

  /** The place of an element in the list that was read last, or -1. */
  int place(Version version) {
    return places.getOrDefault(version, -1);
  }

  /** Whether a read finds an element that its own transaction did not append before. */
  boolean shows(Read read, Version version) {
    if (astray.contains(read)) {
      return read.list().subList(0, read.foreign()).contains(version.value());
    }
    int place = place(version);
    return place >= 0 && place < read.foreign();
  }

  /** Per element the completion of who read it and ended first. */
  Map<Version, Integer> readers() {
    var readers = new HashMap<Version, Integer>();
    for (List<Read> all : reads.values()) {
      for (Read read : all) {
        for (Object element : read.list()) {
          var version = new Version(read.key(), element);
          readers.merge(version, read.txn().completion(), Math::min);
        }
      }
    }
    return readers;
  }

  /** Whether a read is no beginning of what is read of the key last. */
  boolean isAstray(Read read) {
    return astray.contains(read);
  }

  /** What a transaction appended, in its order. */
  static List<Version> appends(Txn txn) {
    return txn.steps().stream().filter(s -> s.f().equals("append")).map(Step::version).toList();
  }

  /** The length of what two lists begin with alike. */
  static int alike(List<?> one, List<?> other) {
    int most = Math.min(one.size(), other.size());
    for (int i = 0; i < most; i++) {
      if (!Objects.equals(one.get(i), other.get(i))) {
        return i;
      }
    }
    return most;
  }
}
