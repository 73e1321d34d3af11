package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Role;
import dev.ordeal.checkers.linearizable.internal.Decision.Ordered;
import dev.ordeal.checkers.linearizable.internal.Decision.Refuted;
import dev.ordeal.checkers.linearizable.internal.Decision.Undecided;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Decides locks with fencing tokens (Kleppmann, "How to do distributed locking", 2016) by the order
 * of their tokens.
 *
 * <p>Grants stand in the order of their tokens, and a token is returned before the next is granted:
 * one chain. Writes stand in the order of their tokens too, those with one token in the order of
 * the process that holds it; a read stands behind the write it saw: the other chain. All that the
 * two have to do with each other is that a write comes after the grant of its token, or, if nobody
 * saw that, of the next. So let each operation take effect as early as it can: at its begin, or
 * with the latest of those it must follow. There is an order if and only if none ended before that.
 *
 * <p>What nobody saw end is left out, except for a write that somebody read. Undecided is left what
 * a sound client never does or a sound lock never answers: tokens granted twice, returned or
 * written by others than their holder, equal writes with one token, reads of what nobody wrote.
 */
public final class TokenOrder implements Algorithm {
  private static final int NONE = -1;

  @Override
  public String name() {
    return "token-order";
  }

  @Override
  public Decision decide(Problem problem, Intervals order, Model<?> model) {
    var roles = new Role[order.size()];
    Arrays.setAll(roles, i -> model.role(problem.call(i)));
    return new Run(problem, order, roles).decide();
  }

  /** What was written, and with which token. */
  private record Write(long token, @Nullable Object value) {}

  /** One decision. */
  private static final class Run {
    private final Problem problem;
    private final Intervals order;
    private final Role[] roles;
    private final long[] token;

    /** Per placed operation the one to begin last of all that it follows, itself included. */
    private final int[] latest;

    /** Per return and write the grant of its token, per read the write that it saw. */
    private final int[] source;

    private final boolean[] wasRead;
    private int[] grants = {};

    Run(Problem problem, Intervals order, Role[] roles) {
      this.problem = problem;
      this.order = order;
      this.roles = roles;
      this.token = new long[roles.length];
      this.latest = new int[roles.length];
      this.source = new int[roles.length];
      this.wasRead = new boolean[roles.length];
    }

    Decision decide() {
      for (int i = 0; i < roles.length; i++) {
        source[i] = NONE;
        if (roles[i] instanceof Role.Grant grant) {
          token[i] = grant.token();
        } else if (roles[i] instanceof Role.Return back) {
          token[i] = back.token();
        } else if (roles[i] instanceof Role.TokenWrite write) {
          token[i] = write.token();
        } else if (roles[i] instanceof Role.TokenRead read) {
          token[i] = read.token();
        } else {
          return new Undecided("a call is none of a lock with tokens", i);
        }
      }
      grants = sorted(i -> roles[i] instanceof Role.Grant && !order.isOptional(i));
      String odd = oddity();
      return odd.isEmpty() ? inOrderOfTokens() : new Undecided(odd, roles.length);
    }

    private int[] sorted(IntPredicate which) {
      return IntStream.range(0, roles.length)
          .filter(which)
          .boxed()
          .sorted(
              Comparator.<Integer>comparingLong(i -> token[i])
                  .thenComparing(i -> roles[i] instanceof Role.Return))
          .mapToInt(Integer::intValue)
          .toArray();
    }

    private int process(int operation) {
      return problem.history().process(problem.invocation(operation));
    }

    /** The grant of the smallest token that is no smaller than this, or {@link #NONE}. */
    private int grantOf(long of) {
      int from = 0;
      int to = grants.length;
      while (from < to) {
        int middle = from + to >>> 1;
        if (token[grants[middle]] < of) {
          from = middle + 1;
        } else {
          to = middle;
        }
      }
      return from < grants.length ? grants[from] : NONE;
    }

    /** Why this is no history for this algorithm, or nothing; fills in the sources. */
    private String oddity() {
      for (int i = 0; i < grants.length; i++) {
        if (token[grants[i]] <= 0 || i > 0 && token[grants[i]] == token[grants[i - 1]]) {
          return "a token is granted twice, or is not positive";
        }
      }
      Map<Write, Integer> writes = new HashMap<>();
      Map<Long, Integer> returned = new HashMap<>();
      for (int i = 0; i < roles.length; i++) {
        boolean isReturn = roles[i] instanceof Role.Return && !order.isOptional(i);
        if (!isReturn && !(roles[i] instanceof Role.TokenWrite)) {
          continue;
        }
        source[i] = grantOf(token[i]);
        boolean isHeld =
            source[i] != NONE && token[source[i]] == token[i] && process(source[i]) == process(i);
        if (!isHeld) {
          return "a token is used by others than its holder";
        }
        if (isReturn && returned.put(token[i], i) != null
            || roles[i] instanceof Role.TokenWrite write
                && writes.put(new Write(token[i], write.value()), i) != null) {
          return "a token is returned twice, or written twice with one value";
        }
      }
      return oddRead(writes);
    }

    private String oddRead(Map<Write, Integer> writes) {
      for (int i = 0; i < roles.length; i++) {
        if (roles[i] instanceof Role.TokenRead read && !order.isOptional(i)) {
          Integer write = writes.get(new Write(token[i], read.value()));
          if (write != null) {
            source[i] = write;
            wasRead[write] = true;
          } else if (token[i] != 0 || read.value() != null) {
            return "a read answers what nobody wrote";
          }
        }
      }
      return "";
    }

    private Decision inOrderOfTokens() {
      int[] locks = sorted(i -> !isOfRegister(i) && !order.isOptional(i));
      int[] register =
          IntStream.range(0, roles.length)
              .filter(i -> isOfRegister(i) && (!order.isOptional(i) || wasRead[i]))
              .boxed()
              .sorted(
                  Comparator.<Integer>comparingLong(i -> token[i])
                      .thenComparingInt(this::write)
                      .thenComparing(i -> roles[i] instanceof Role.TokenRead))
              .mapToInt(Integer::intValue)
              .toArray();
      int blocked = place(locks);
      blocked = blocked == NONE ? place(register) : blocked;
      return blocked == NONE ? new Ordered(merged(locks, register), roles.length) : late(blocked);
    }

    private boolean isOfRegister(int operation) {
      return roles[operation] instanceof Role.TokenWrite
          || roles[operation] instanceof Role.TokenRead;
    }

    /** The write that a read saw, or the write itself. */
    private int write(int operation) {
      return roles[operation] instanceof Role.TokenRead ? source[operation] : operation;
    }

    /** Places a chain at its earliest points; tells the first that ended before its own. */
    private int place(int[] chain) {
      int last = NONE;
      for (int operation : chain) {
        last = later(last, operation);
        if (roles[operation] instanceof Role.TokenWrite) {
          last = later(last, latest[source[operation]]);
        }
        latest[operation] = last;
        if (order.precedes(operation, last)) {
          return operation;
        }
      }
      return NONE;
    }

    private int later(int one, int other) {
      return one == NONE || order.begin()[one] < order.begin()[other] ? other : one;
    }

    private int[] merged(int[] locks, int[] register) {
      int[] found = new int[locks.length + register.length];
      for (int i = 0, lock = 0; i < found.length; i++) {
        int at = i - lock;
        boolean isLock =
            lock < locks.length
                && (at == register.length || point(locks[lock]) <= point(register[at]));
        found[i] = isLock ? locks[lock++] : register[at];
      }
      return found;
    }

    private int point(int operation) {
      return order.begin()[latest[operation]];
    }

    private Refuted late(int blocked) {
      int last = latest[blocked];
      var telling = new Telling(problem).apart(blocked, last);
      String because =
          "%s ended before %s began, yet by their tokens it comes after it"
              .formatted(telling.operation(blocked), telling.operation(last));
      int[] some =
          IntStream.of(blocked, last)
              .flatMap(
                  i -> IntStream.of(i, source[i], source[i] == NONE ? NONE : source[source[i]]))
              .filter(i -> i != NONE)
              .sorted()
              .distinct()
              .toArray();
      return new Refuted(broken(blocked, last), because, some, roles.length);
    }

    /** What it is that the later of the two should not have been answered. */
    private String broken(int blocked, int late) {
      if (roles[late] instanceof Role.TokenRead) {
        return "stale-read";
      }
      if (roles[late] instanceof Role.TokenWrite) {
        return "stale-token-write";
      }
      if (roles[late] instanceof Role.Return) {
        return "release-by-non-owner";
      }
      return isOfRegister(blocked) ? "nonlinearizable" : "token-not-growing";
    }
  }
}
