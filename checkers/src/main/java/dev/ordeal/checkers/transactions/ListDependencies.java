package dev.ordeal.checkers.transactions;

import dev.ordeal.checkers.transactions.Lists.Read;
import dev.ordeal.checkers.transactions.Txn.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jgrapht.Graph;
import org.jgrapht.graph.SimpleDirectedGraph;
import org.jspecify.annotations.Nullable;

/**
 * Which of the transactions on lists must come before which, as a graph; after Adya, Liskov and
 * O'Neil, <i>Generalized Isolation Level Definitions</i> (2000), and Kingsbury and Alvaro,
 * <i>Elle</i> (2020).
 *
 * <p>The longest list that was read of a key tells the order of its elements; all other lists are
 * how it begins. So whoever appended an element comes before whoever appended the next one, before
 * those who found it, and after those who did not; what nobody found was appended after everything
 * that was read. With whoever ended before another began this is all there is to keep: an order
 * that keeps it is a linearization, and if there is none there is a cycle.
 *
 * <p>The vertices below the number of transactions are these. Those above are moments, of which
 * each comes before the next, and the ends of what is known of lists: with them a few edges say who
 * ended before whom, and who found all that is known of a list.
 */
final class ListDependencies {

  /** Why one comes before another. */
  enum Why {
    APPENDED_BEFORE,
    FOUND,
    NOT_FOUND,
    ENDED_BEFORE,
    /** To or from a moment or the end of a list: a step of one of the above. */
    STEP
  }

  /** That one vertex comes before another. */
  record Claim(int from, int to, Why why, @Nullable Version version) {}

  private final Lists lists;
  private final List<Txn> txns;

  /** All that somebody found in a list. */
  private final Set<Version> seen;

  private final Map<Txn, Integer> numbers = new IdentityHashMap<>();
  private final Graph<Integer, Claim> graph = new SimpleDirectedGraph<>(Claim.class);
  private final Map<Integer, Object> keyOfEnd = new HashMap<>();

  private ListDependencies(Lists lists) {
    this.lists = lists;
    seen = lists.readers().keySet();
    txns = lists.txns().stream().filter(this::happened).toList();
    for (Txn txn : txns) {
      graph.addVertex(numbers.size());
      numbers.put(txn, numbers.size());
    }
  }

  /** Whoever is ok, or was read; others that nobody saw end need not have happened. */
  private boolean happened(Txn txn) {
    return txn.isOk() || !txn.isFailed() && Lists.appends(txn).stream().anyMatch(seen::contains);
  }

  /** The graph; empty if the reads of some list do not tell the order of its elements. */
  static Optional<ListDependencies> of(Lists lists) {
    var dependencies = new ListDependencies(lists);
    dependencies.addTime();
    Map<Object, List<Txn>> unfound = dependencies.unfound();
    for (var entry : lists.reads().entrySet()) {
      List<Txn> later = unfound.getOrDefault(entry.getKey(), List.of());
      if (!dependencies.addKey(entry.getKey(), entry.getValue(), later)) {
        return Optional.empty();
      }
    }
    return Optional.of(dependencies);
  }

  /** The transactions, by the numbers of their vertices. */
  List<Txn> txns() {
    return txns;
  }

  Graph<Integer, Claim> graph() {
    return graph;
  }

  boolean isTxn(int vertex) {
    return vertex < txns.size();
  }

  /** The key of the list of which a vertex is the known end; empty if it is none. */
  Optional<Object> keyOfEnd(int vertex) {
    return Optional.ofNullable(keyOfEnd.get(vertex));
  }

  private void add(int from, int to, Why why, @Nullable Version version) {
    if (from != to) {
      graph.addEdge(from, to, new Claim(from, to, why, version));
    }
  }

  private void add(Txn from, Txn to, Why why, @Nullable Version version) {
    add(number(from), number(to), why, version);
  }

  private int number(Txn txn) {
    return Objects.requireNonNull(numbers.get(txn));
  }

  private int newVertex() {
    int vertex = graph.vertexSet().size();
    graph.addVertex(vertex);
    return vertex;
  }

  /** Who ended before whom: each end is a moment, and who begins later comes after it. */
  private void addTime() {
    List<Txn> ended =
        txns.stream().filter(Txn::isOk).sorted(Comparator.comparingLong(Txn::end)).toList();
    List<Txn> begun = txns.stream().sorted(Comparator.comparingLong(Txn::begin)).toList();
    Map<Integer, Txn> byProcess = new HashMap<>();
    int next = 0;
    int moment = -1;
    for (Txn txn : begun) {
      for (; next < ended.size() && ended.get(next).end() < txn.begin(); next++) {
        int later = newVertex();
        if (moment >= 0) {
          add(moment, later, Why.STEP, null);
        }
        add(number(ended.get(next)), later, Why.STEP, null);
        moment = later;
      }
      if (moment >= 0) {
        add(moment, number(txn), Why.STEP, null);
      }
    }
    for (Txn txn : txns) {
      Txn before = byProcess.put(txn.operation().process(), txn);
      if (before != null && before.precedes(txn)) {
        add(before, txn, Why.ENDED_BEFORE, null);
      }
    }
  }

  /** Who appended to a key what nobody found there. */
  private Map<Object, List<Txn>> unfound() {
    Map<Object, List<Txn>> unfound = new HashMap<>();
    for (Txn txn : txns) {
      Lists.appends(txn).stream()
          .filter(version -> !seen.contains(version))
          .map(Version::key)
          .distinct()
          .forEach(key -> unfound.computeIfAbsent(key, any -> new ArrayList<>()).add(txn));
    }
    return unfound;
  }

  private boolean addKey(Object key, List<Read> reads, List<Txn> unfound) {
    List<?> known =
        reads.stream().map(Read::list).max(Comparator.comparingInt(List::size)).orElse(List.of());
    var writers = new ArrayList<Txn>();
    for (Object element : known) {
      Txn writer = lists.writer(key, element).orElse(null);
      if (writer == null || writer.isFailed()) {
        return false;
      }
      writers.add(writer);
    }
    for (int i = 1; i < writers.size(); i++) {
      add(writers.get(i - 1), writers.get(i), Why.APPENDED_BEFORE, new Version(key, known.get(i)));
    }
    int end = newVertex();
    keyOfEnd.put(end, key);
    Txn last = writers.isEmpty() ? null : writers.get(writers.size() - 1);
    if (last != null) {
      add(number(last), end, Why.STEP, null);
    }
    for (Txn txn : unfound) {
      // The last one may have appended more, after its own read.
      if (txn != last) {
        add(end, number(txn), Why.STEP, null);
      }
    }
    for (Read read : reads) {
      if (Lists.alike(read.list(), known) < read.list().size()) {
        return false;
      }
      addRead(read, known, writers, end, unfound);
    }
    return true;
  }

  private void addRead(Read read, List<?> known, List<Txn> writers, int end, List<Txn> unfound) {
    int found = read.foreign();
    Txn reader = read.txn();
    if (found > 0) {
      add(writers.get(found - 1), reader, Why.FOUND, new Version(read.key(), known.get(found - 1)));
    }
    if (found < known.size()) {
      add(reader, writers.get(found), Why.NOT_FOUND, new Version(read.key(), known.get(found)));
    } else if (unfound.stream().noneMatch(txn -> txn == reader)) {
      add(number(reader), end, Why.STEP, null);
    } else {
      // It comes after the end itself, but before others that do.
      unfound.forEach(txn -> add(reader, txn, Why.NOT_FOUND, unfoundOf(txn, read.key())));
    }
  }

  /** What a transaction appended first to a key, where nobody found any of it. */
  static Version unfoundOf(Txn txn, Object key) {
    return Lists.appends(txn).stream()
        .filter(version -> version.key().equals(key))
        .findFirst()
        .orElseThrow();
  }
}
