package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Role;
import dev.ordeal.checkers.linearizable.internal.Decision.Ordered;
import dev.ordeal.checkers.linearizable.internal.Decision.Refuted;
import dev.ordeal.checkers.linearizable.internal.Decision.Undecided;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Decides sets that only grow, by the chain that their reads form.
 *
 * <p>Of two reads one contains the other; so reads stand in the order of their sizes, those that
 * answer the same together. Some add of an element comes before the first read that has it, and
 * every add of it after the last read that lacks it. Let the first add of an element to begin be
 * the one that comes first: in an order that has another one first, move it there, just before the
 * other; it began earlier, so nothing stands in its way. That leaves but one order, up to adds
 * between the same reads and up to equal reads, and there the order of begins is as good as any:
 * what was added first of all is read, what was read, and last, what nobody read; {@link
 * EarliestPoints} apply.
 *
 * <p>What adds an element once more may stand anywhere after the first that did, and so stands as
 * early as its begin allows: before the first operation that begins later. There it delays nothing.
 *
 * <p>An add that nobody saw end is left out unless it is the first of an element that was read.
 */
public final class ReadChain implements Algorithm {

  @Override
  public String name() {
    return "read-chain";
  }

  @Override
  public Decision decide(Problem problem, Intervals order, Model<?> model) {
    return new Run(problem, order).decide(model);
  }

  /** One decision. */
  private static final class Run {
    private static final int NONE = -1;

    private final Problem problem;
    private final Intervals order;
    private final Telling telling;
    private final Map<@Nullable Object, Integer> numbers;

    /** Per add the number of its element, and the next add of the same one. */
    private final int[] element;

    private final int[] nextAdd;

    /** Per element its first add. */
    private final int[] firstAdd;

    /**
     * Per element which of the different answers, from the smallest on, is the first to have it.
     */
    private final int[] readBy;

    /** Per read which of the different answers it is; {@link #NONE} for an add. */
    private final int[] answer;

    /** The different answers, and for each a read. */
    private int answers;

    private final int[] readOf;
    private long steps;

    Run(Problem problem, Intervals order) {
      this.problem = problem;
      this.order = order;
      this.telling = new Telling(problem);
      this.numbers = new HashMap<>(2 * order.size());
      this.element = new int[order.size()];
      this.nextAdd = new int[order.size()];
      this.firstAdd = new int[order.size()];
      this.readBy = new int[order.size()];
      this.answer = new int[order.size()];
      this.readOf = new int[order.size()];
    }

    Decision decide(Model<?> model) {
      int[] lastAdd = new int[order.size()];
      var lists = new List<?>[order.size()];
      for (int i = 0; i < lists.length; i++) {
        Role role = model.role(problem.call(i));
        answer[i] = NONE;
        nextAdd[i] = NONE;
        if (role instanceof Role.Put put) {
          int fresh = numbers.size();
          Integer known = numbers.putIfAbsent(put.value(), fresh);
          element[i] = known == null ? fresh : known;
          if (known == null) {
            firstAdd[fresh] = i;
          } else {
            nextAdd[lastAdd[known]] = i;
          }
          lastAdd[element[i]] = i;
        } else if (!(role instanceof Role.Read read) || order.isOptional(i)) {
          return new Undecided("a call is no add and no read that somebody saw", i);
        } else if (read.value() instanceof List<?> list) {
          lists[i] = list;
        } else {
          return refuted("nonlinearizable", telling.operation(i) + " answers no list", i);
        }
      }
      steps = lists.length;
      return chained(lists).<Decision>map(refuted -> refuted).orElseGet(this::inOrderOfAnswers);
    }

    /** Orders the reads by their size and tells why they form no chain, if they do not. */
    private Optional<Refuted> chained(List<?>[] lists) {
      Arrays.fill(readBy, Integer.MAX_VALUE);
      int[] bySize =
          IntStream.range(0, lists.length)
              .filter(i -> lists[i] != null)
              .boxed()
              .sorted(Comparator.comparingInt(i -> lists[i].size()))
              .mapToInt(Integer::intValue)
              .toArray();
      // Per element the last read that has it, from 1.
      int[] lastRead = new int[lists.length];
      for (int i = 0; i < bySize.length; i++) {
        int read = bySize[i];
        int before = i == 0 ? NONE : bySize[i - 1];
        int common = 0;
        int[] has = new int[lists[read].size()];
        for (int at = 0; at < has.length; at++) {
          Integer number = numbers.get(lists[read].get(at));
          if (number == null || lastRead[number] == i + 1) {
            return Optional.of(unexpected(read, lists[read].get(at), number == null));
          }
          has[at] = number;
          common += i > 0 && lastRead[number] == i ? 1 : 0;
          lastRead[number] = i + 1;
        }
        steps += has.length;
        if (before != NONE && common < lists[before].size()) {
          return Optional.of(fork(before, read));
        }
        if (before == NONE || has.length > lists[before].size()) {
          readOf[answers++] = read;
        }
        answer[read] = answers - 1;
        for (int number : has) {
          readBy[number] = Math.min(readBy[number], answers - 1);
        }
      }
      return Optional.empty();
    }

    private Refuted unexpected(int read, @Nullable Object what, boolean isUnknown) {
      return isUnknown
          ? refuted(
              "unexpected-element",
              telling.operation(read) + " has " + what + ", which nobody added",
              read)
          : refuted("duplicate-element", telling.operation(read) + " has " + what + " twice", read);
    }

    private Refuted fork(int first, int second) {
      String because =
          "%s and %s each lack what the other has, so neither came first"
              .formatted(telling.operation(first), telling.operation(second));
      return refuted("long-fork", because, first, second);
    }

    private Decision inOrderOfAnswers() {
      int[] place = new int[order.size()];
      Arrays.fill(place, NONE);
      for (int i = 0; i < place.length; i++) {
        if (answer[i] != NONE) {
          place[i] = 2 * answer[i] + 1;
        } else if (isFirst(i)) {
          place[i] = 2 * readBy[element[i]];
        } else if (readBy[element[i]] == Integer.MAX_VALUE && !order.isOptional(i)) {
          place[i] = 2 * answers;
        }
      }
      return new Placement(place).decide();
    }

    /** Whether an add is the first of an element that was read. */
    private boolean isFirst(int add) {
      return readBy[element[add]] != Integer.MAX_VALUE && firstAdd[element[add]] == add;
    }

    private Refuted refuted(String name, String because, int... operations) {
      int[] some = IntStream.of(operations).sorted().distinct().toArray();
      return new Refuted(name, because, some, steps);
    }

    /** Places operations at their earliest points, in the order of their places in the chain. */
    private final class Placement {
      private final int[] place;
      private final int[] operationAt = Pending.operationAt(order);
      private final RankSet again = new RankSet(operationAt.length);
      private final int[] found = new int[order.size()];
      private int size;
      private int latest = NONE;
      private int begin = NONE;

      Placement(int[] place) {
        this.place = place;
      }

      Decision decide() {
        for (int operation : inOrder()) {
          int blocked = addAgain(Math.max(begin, order.begin()[operation]));
          blocked = blocked == NONE && !fits(operation) ? operation : blocked;
          if (blocked != NONE) {
            return tooLate(blocked);
          }
          if (answer[operation] == NONE && isFirst(operation)) {
            awaitOthers(operation);
          }
        }
        int blocked = addAgain(Intervals.NEVER);
        return blocked == NONE
            ? new Ordered(Arrays.copyOf(found, size), steps + size)
            : tooLate(blocked);
      }

      private int[] inOrder() {
        int[] from = new int[2 * answers + 2];
        for (int at : place) {
          from[at + 1] += at == NONE ? 0 : 1;
        }
        for (int at = 1; at < from.length; at++) {
          from[at] += from[at - 1];
        }
        int[] sequence = new int[from[from.length - 1]];
        for (int i = 0; i < place.length; i++) {
          if (place[i] != NONE) {
            sequence[from[place[i]]++] = i;
          }
        }
        return sequence;
      }

      private void awaitOthers(int first) {
        for (int add = nextAdd[first]; add != NONE; add = nextAdd[add]) {
          if (!order.isOptional(add)) {
            again.add(order.begin()[add]);
          }
        }
      }

      /** Places what adds once more and began before a rank; tells what came too late for that. */
      private int addAgain(int before) {
        for (int rank = again.first(); rank != RankSet.NONE; rank = again.first()) {
          if (rank >= before) {
            return NONE;
          }
          again.remove(rank);
          if (!fits(operationAt[rank])) {
            return operationAt[rank];
          }
        }
        return NONE;
      }

      private boolean fits(int operation) {
        if (order.end()[operation] < begin) {
          return false;
        }
        if (order.begin()[operation] > begin) {
          begin = order.begin()[operation];
          latest = operation;
        }
        found[size++] = operation;
        return true;
      }

      private Refuted tooLate(int blocked) {
        Telling times = telling.apart(blocked, latest);
        String what =
            "%s ended before %s began".formatted(times.operation(blocked), times.operation(latest));
        if (answer[blocked] != NONE && answer[latest] == NONE) {
          return refuted("unexpected-element", what + ", yet has what it added", blocked, latest);
        }
        if (answer[latest] != NONE) {
          return refuted("stale-read", what + ", yet is not in it", blocked, latest);
        }
        int read = readOf[readBy[element[latest]]];
        String because = what + ", yet only the latter is in " + telling.operation(read);
        return refuted("stale-read", because, blocked, latest, read);
      }
    }
  }
}
