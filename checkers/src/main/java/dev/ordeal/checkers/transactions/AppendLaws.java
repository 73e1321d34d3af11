package dev.ordeal.checkers.transactions;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.checkers.transactions.Lists.Read;
import dev.ordeal.checkers.transactions.Txn.Step;
import dev.ordeal.checkers.transactions.Txn.Version;
import dev.ordeal.history.History;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The laws of lists that transactions append to which a few of them suffice to break, after
 * Kingsbury and Alvaro, <i>Elle</i> (2020): what is read of a list tells the order of all that was
 * appended before, so that one read next to another shows what was lost, torn or undone.
 *
 * <p>Each holds in every strictly serializable history, whatever became of transactions whose end
 * nobody saw: a list never loses an element, so one that is read is there for whoever reads later,
 * and of what one transaction appended, whoever sees a part from outside sees all. The other way
 * round is left to the search: what breaks no law here may still have no order.
 */
final class AppendLaws {
  private final History history;
  private final Lists lists;
  private final List<Anomaly> found = new ArrayList<>();
  private final Set<Txn> tornApart = Collections.newSetFromMap(new IdentityHashMap<>());

  private AppendLaws(History history, Lists lists) {
    this.history = history;
    this.lists = lists;
  }

  /** What is broken, each law once. */
  static List<Anomaly> broken(History history, Lists lists) {
    var laws = new AppendLaws(history, lists);
    laws.torn();
    laws.reads().forEach(laws::one);
    laws.orders();
    laws.lost();
    laws.updates();
    lists.reads().values().forEach(laws::stale);
    return laws.found;
  }

  private List<Read> reads() {
    return lists.reads().values().stream().flatMap(List::stream).toList();
  }

  private void add(String name, String because, @Nullable Txn... txns) {
    if (found.stream().noneMatch(known -> known.name().equals(name))) {
      var shown = Stream.of(txns).filter(Objects::nonNull).distinct();
      found.add(Witness.of(history, name, because, shown.toArray(Txn[]::new)));
    }
  }

  /** Of one transaction's appends, some are there and some are not. */
  private void torn() {
    for (Txn txn : lists.txns()) {
      List<Version> appended = Lists.appends(txn);
      if (appended.size() > 1 && !txn.isFailed()) {
        torn(txn, appended);
      }
    }
  }

  private void torn(Txn txn, List<Version> appended) {
    for (Version there : appended) {
      for (Read seen : lists.reads(there.key())) {
        if (seen.txn() != txn && lists.shows(seen, there)) {
          appended.stream()
              .filter(other -> !other.equals(there))
              .forEach(other -> torn(txn, there, seen, other));
          break;
        }
      }
    }
  }

  private void torn(Txn txn, Version there, Read seen, Version other) {
    for (Read read : lists.reads(other.key())) {
      boolean sees = read.txn() == seen.txn() || seen.txn().precedes(read.txn());
      if (sees && read.txn() != txn && !lists.shows(read, other)) {
        tornApart.add(txn);
        boolean forEver =
            lists.reads(other.key()).stream().noneMatch(late -> lists.shows(late, other));
        boolean isOneKey = there.key().equals(other.key());
        add(
            forEver ? "fractured-commit" : isOneKey ? "intermediate-read" : "read-skew",
            "%s appended %s to %s and %s to %s in one transaction, and %s sees the first, %s"
                .formatted(
                    txn.who(),
                    there.value(),
                    there.key(),
                    other.value(),
                    other.key(),
                    seen.txn().who(),
                    forEver ? "but nobody ever sees the second" : missing(seen, read)),
            txn,
            seen.txn(),
            forEver ? lists.last(other.key()).map(Read::txn).orElse(read.txn()) : read.txn());
      }
    }
  }

  private static String missing(Read seen, Read read) {
    return seen.txn() == read.txn()
        ? "but not the second"
        : read.txn().who() + ", who began after that, does not see the second";
  }

  /** What one read shows by itself. */
  private void one(Read read) {
    var once = new HashSet<@Nullable Object>();
    for (Object element : read.list()) {
      if (!once.add(element)) {
        add(
            "duplicate-element",
            "%s is read twice in the list of %s, and was appended once"
                .formatted(element, read.key()),
            lists.writer(read.key(), element).orElse(null),
            read.txn());
      }
      Optional<Txn> writer = lists.writer(read.key(), element);
      if (writer.isEmpty()) {
        add(
            "garbage-read",
            "%s is read in the list of %s, and nobody appended it".formatted(element, read.key()),
            read.txn());
      } else if (writer.get().isFailed()) {
        add(
            "aborted-read",
            "%s reads %s in the list of %s, and the transaction that appended it had failed"
                .formatted(read.txn().who(), element, read.key()),
            writer.get(),
            read.txn());
      }
    }
    internal(read);
  }

  /** A transaction sees its own appends, and nothing else changes under its hands. */
  private void internal(Read read) {
    var expected = new ArrayList<@Nullable Object>(read.list().subList(0, read.foreign()));
    for (Step step : read.txn().steps()) {
      if (!step.key().equals(read.key())) {
        continue;
      }
      if (step.f().equals("append")) {
        expected.add(step.value());
      } else if (!expected.equals(step.value() == null ? List.of() : step.value())) {
        add(
            "internal",
            "%s reads of %s in one transaction what neither stood there nor was appended by itself"
                .formatted(read.txn().who(), read.key()),
            read.txn());
      }
    }
  }

  /** Of two reads of a list, one begins with the other. */
  private void orders() {
    for (var entry : lists.reads().entrySet()) {
      Read last = lists.last(entry.getKey()).orElseThrow();
      for (Read read : entry.getValue()) {
        if (lists.isAstray(read)) {
          differs(read, last, Lists.alike(read.list(), last.list()));
        }
      }
    }
  }

  private void differs(Read read, Read last, int at) {
    Object element = read.list().get(at);
    boolean isLonger = at == last.list().size();
    if (isLonger && !read.txn().precedes(last.txn())) {
      return;
    }
    if (last.list().contains(element)) {
      add(
          "incompatible-order",
          "%s and %s read the list of %s in orders of which neither begins with the other"
              .formatted(read.txn().who(), last.txn().who(), read.key()),
          read.txn(),
          last.txn());
      return;
    }
    Optional<Txn> writer = lists.writer(read.key(), element);
    if (writer.isPresent() && writer.get() != read.txn() && !writer.get().isFailed()) {
      boolean wasOk = writer.get().isOk();
      add(
          wasOk ? "lost-append" : "dirty-read",
          "%s reads %s in the list of %s, and whoever reads it last does not find it there"
              .formatted(read.txn().who(), element, read.key()),
          writer.get(),
          read.txn(),
          last.txn());
    }
  }

  /** What was acknowledged is there for whoever begins after that. */
  private void lost() {
    for (Txn txn : lists.txns()) {
      if (txn.isOk() && !tornApart.contains(txn)) {
        Lists.appends(txn).forEach(appended -> lost(txn, appended));
      }
    }
  }

  private void lost(Txn txn, Version appended) {
    List<Read> reads = lists.reads(appended.key());
    Read last = lists.last(appended.key()).orElse(null);
    if (last == null) {
      return;
    }
    int place = lists.place(appended);
    if (place < 0 && txn.precedes(last.txn())) {
      add(
          "lost-append",
          "%s was appended to %s and acknowledged, and whoever reads it last does not find it"
              .formatted(appended.value(), appended.key()),
          txn,
          last.txn());
      return;
    }
    for (Read read : reads) {
      if (place >= 0
          && read.list().size() <= place
          && txn.precedes(read.txn())
          && read.txn() != txn) {
        add(
            "stale-read",
            "%s appended %s to %s, and %s, who began after that, does not find it there"
                .formatted(txn.who(), appended.value(), appended.key(), read.txn().who()),
            txn,
            read.txn());
        return;
      }
    }
  }

  /** Two who read the same list and both append to it: one of them did not see the other. */
  private void updates() {
    for (var entry : lists.reads().entrySet()) {
      Map<List<?>, Txn> byState = new HashMap<>();
      for (Read read : entry.getValue()) {
        boolean appends =
            Lists.appends(read.txn()).stream().anyMatch(one -> one.key().equals(entry.getKey()));
        if (!appends) {
          continue;
        }
        Txn twin = byState.put(read.list().subList(0, read.foreign()), read.txn());
        if (twin != null) {
          add(
              "lost-update",
              "%s and %s both read the same list of %s and appended to it, and both were"
                      .formatted(twin.who(), read.txn().who(), entry.getKey())
                  + " acknowledged: neither saw the other's append",
              twin,
              read.txn());
        }
      }
    }
  }

  /** What somebody had read is there for whoever begins after that. */
  private void stale(List<Read> reads) {
    for (Read longer : reads) {
      for (Read read : reads) {
        if (read.list().size() < longer.list().size() && longer.txn().precedes(read.txn())) {
          add(
              "stale-read",
              "%s reads %d elements in the list of %s, but %s, who had ended before that, read %d"
                  .formatted(
                      read.txn().who(),
                      read.list().size(),
                      read.key(),
                      longer.txn().who(),
                      longer.list().size()),
              longer.txn(),
              read.txn());
          return;
        }
      }
    }
  }
}
