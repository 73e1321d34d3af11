package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Role;
import dev.ordeal.checkers.linearizable.internal.Decision.Ordered;
import dev.ordeal.checkers.linearizable.internal.Decision.Refuted;
import dev.ordeal.checkers.linearizable.internal.Decision.Undecided;
import dev.ordeal.checkers.linearizable.internal.EarliestPoints.Conflict;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Decides logs by their longest read, as Elle recovers the order of appends (Kingsbury and Alvaro,
 * "Elle: inferring isolation anomalies from experimental observations", 2020).
 *
 * <p>A log only grows, so every read is a prefix of every longer one, and the longest tells the
 * order of all appends that anybody read. If each of their values was appended once, there is but
 * one order: those appends, each read behind as many of them as it answers, reads of one length by
 * their begins; and last, by their begins, the appends that nobody read, of which those that nobody
 * saw end are left out. {@link EarliestPoints} tell whether it is one.
 */
public final class LongestRead implements Algorithm {
  private static final int NONE = -1;

  @Override
  public String name() {
    return "longest-read";
  }

  @Override
  public Decision decide(Problem problem, Intervals order, Model<?> model) {
    return new Run(problem, order).decide(model);
  }

  /** One decision. */
  private static final class Run {
    private final Problem problem;
    private final Intervals order;
    private final Telling telling;

    /** Per read its length; {@link #NONE} for an append. */
    private final int[] length;

    private final @Nullable Object[] appended;
    private int longest = NONE;
    private List<?> entries = List.of();

    Run(Problem problem, Intervals order) {
      this.problem = problem;
      this.order = order;
      this.telling = new Telling(problem);
      this.length = new int[order.size()];
      this.appended = new @Nullable Object[order.size()];
    }

    Decision decide(Model<?> model) {
      for (int i = 0; i < length.length; i++) {
        Role role = model.role(problem.call(i));
        length[i] = NONE;
        if (role instanceof Role.Put put) {
          appended[i] = put.value();
        } else if (!(role instanceof Role.Read read) || order.isOptional(i)) {
          return new Undecided("a call is no append and no read that somebody saw", i);
        } else if (!(read.value() instanceof List<?> list)) {
          return refuted("nonlinearizable", telling.operation(i) + " answers no list", i);
        } else if (!isPrefix(i, list)) {
          String because =
              "%s and %s differ where both have an entry"
                  .formatted(telling.operation(longest), telling.operation(i));
          return refuted("incompatible-order", because, longest, i);
        }
      }
      return inOrderOfEntries();
    }

    private boolean isPrefix(int read, List<?> list) {
      length[read] = list.size();
      boolean isLonger = longest == NONE || list.size() > entries.size();
      List<?> all = isLonger ? list : entries;
      List<?> some = isLonger ? entries : list;
      if (!all.subList(0, some.size()).equals(some)) {
        return false;
      }
      longest = isLonger ? read : longest;
      entries = all;
      return true;
    }

    private Decision inOrderOfEntries() {
      Map<@Nullable Object, Integer> places = new HashMap<>(2 * entries.size());
      for (Object entry : entries) {
        places.putIfAbsent(entry, places.size());
      }
      boolean isTwice = places.size() < entries.size();
      int[] appendOf = new int[places.size()];
      Arrays.fill(appendOf, NONE);
      var unread = IntStream.builder();
      for (int i = 0; i < length.length; i++) {
        Integer place = length[i] == NONE ? places.get(appended[i]) : null;
        if (place != null) {
          isTwice |= appendOf[place] != NONE;
          appendOf[place] = i;
        } else if (length[i] == NONE && !order.isOptional(i)) {
          unread.add(i);
        }
      }
      return isTwice
          ? notAppended().<Decision>map(refuted -> refuted).orElseGet(() -> lazily(places))
          : decide(appendOf, unread.build().toArray());
    }

    private Decision lazily(Map<@Nullable Object, Integer> numbers) {
      int[] value = new int[length.length];
      Arrays.setAll(value, i -> numbers.getOrDefault(appended[i], NONE));
      int[] all = entries.stream().mapToInt(entry -> numbers.getOrDefault(entry, NONE)).toArray();
      return new LazyAppends(problem, order, length, value, all, longest).decide();
    }

    /** What is read more often than it was appended. */
    private Optional<Refuted> notAppended() {
      Map<@Nullable Object, Integer> left = new HashMap<>();
      for (int i = 0; i < length.length; i++) {
        if (length[i] == NONE) {
          left.merge(appended[i], 1, Integer::sum);
        }
      }
      for (Object entry : entries) {
        if (left.merge(entry, -1, Integer::sum) < 0) {
          String because =
              "%s has %s more often than it was appended"
                  .formatted(telling.operation(longest), entry);
          return Optional.of(refuted("unexpected-element", because, longest));
        }
      }
      return Optional.empty();
    }

    private Decision decide(int[] appendOf, int[] unread) {
      if (Arrays.stream(appendOf).anyMatch(append -> append == NONE)) {
        return notAppended().orElseThrow();
      }
      int[] found = sequence(appendOf, unread);
      return EarliestPoints.conflict(order, found)
          .<Decision>map(this::refuted)
          .orElseGet(() -> new Ordered(found, order.size()));
    }

    private int[] sequence(int[] appendOf, int[] unread) {
      int[] from = new int[appendOf.length + 2];
      for (int reads : length) {
        if (reads != NONE) {
          from[reads + 1]++;
        }
      }
      // Before the reads of a length stand all shorter ones, and as many appends.
      int reads = 0;
      for (int i = 0; i < from.length; i++) {
        reads += from[i];
        from[i] = reads + i;
      }
      int[] found = new int[reads + appendOf.length + unread.length];
      for (int place = 0; place < appendOf.length; place++) {
        found[from[place + 1] - 1] = appendOf[place];
      }
      for (int i = 0; i < length.length; i++) {
        if (length[i] != NONE) {
          found[from[length[i]]++] = i;
        }
      }
      System.arraycopy(unread, 0, found, found.length - unread.length, unread.length);
      return found;
    }

    private Refuted refuted(Conflict conflict) {
      int earlier = conflict.earlier();
      int later = conflict.later();
      boolean isEarly = length[later] != NONE && length[earlier] == NONE;
      Telling times = telling.apart(earlier, later, longest);
      String because =
          "%s ended before %s began, yet comes after it in what %s shows"
              .formatted(
                  times.operation(later), times.operation(earlier), times.operation(longest));
      String name = isEarly ? "unexpected-element" : "stale-read";
      return refuted(name, because, earlier, later, longest);
    }

    private Refuted refuted(String name, String because, int... operations) {
      int[] some = IntStream.of(operations).sorted().distinct().toArray();
      return new Refuted(name, because, some, order.size());
    }
  }
}
