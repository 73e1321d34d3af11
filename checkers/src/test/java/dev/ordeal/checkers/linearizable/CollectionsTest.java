package dev.ordeal.checkers.linearizable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Role;
import dev.ordeal.checkers.Structure;
import dev.ordeal.checkers.Verdict.Validity;
import dev.ordeal.checkers.linearizable.internal.Algorithms;
import dev.ordeal.checkers.linearizable.internal.ByIntervals;
import dev.ordeal.checkers.linearizable.internal.Decision;
import dev.ordeal.checkers.linearizable.internal.Decision.Ordered;
import dev.ordeal.checkers.linearizable.internal.Decision.Refuted;
import dev.ordeal.checkers.linearizable.internal.Decision.Undecided;
import dev.ordeal.checkers.linearizable.internal.LeeMathurPriorityQueue;
import dev.ordeal.checkers.linearizable.internal.Problem;
import dev.ordeal.checkers.models.FifoQueue;
import dev.ordeal.checkers.models.PriorityQueue;
import dev.ordeal.checkers.models.Stack;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the algorithms made for collections say of histories that everybody can judge. */
class CollectionsTest {

  private static Decision decide(Model<?> model, String history) {
    var problem = Problem.of(History.parse(history), model);
    return ByIntervals.decide(Algorithms.of(model.structure()).get(0), problem, model);
  }

  private static void allows(Model<?> model, String history) {
    assertThat(decide(model, history)).isInstanceOf(Ordered.class);
    var verdict = Linearizable.of(model).check(History.parse(history));
    assertThat(verdict.validity()).isEqualTo(Validity.VALID);
  }

  private static void forbids(Model<?> model, String name, String because, String history) {
    assertThat(decide(model, history))
        .isInstanceOfSatisfying(
            Refuted.class,
            refuted -> {
              assertThat(refuted.name()).isEqualTo(name);
              assertThat(refuted.because()).contains(because);
            });
    var verdict = Linearizable.of(model).check(History.parse(history));
    assertThat(verdict.validity()).isEqualTo(Validity.INVALID);
  }

  /** Calls one after the other: {@code enqueue 1}, or {@code dequeue -> 1}. */
  private static String inTurn(String... calls) {
    var text = new StringBuilder();
    for (int i = 0; i < calls.length; i++) {
      String[] parts = calls[i].split(" -> ", -1);
      String answer =
          parts.length > 1 && !parts[1].equals("nothing") ? parts[0] + " " + parts[1] : parts[0];
      text.append(
          "%ds p0 invoke %s%n%ds p0 ok %s%n".formatted(3 * i + 3, parts[0], 3 * i + 4, answer));
    }
    return text.toString();
  }

  @Test
  void a_queue_is_first_in_first_out() {
    allows(
        new FifoQueue(),
        inTurn("enqueue 1", "enqueue 2", "dequeue -> 1", "dequeue -> 2", "dequeue -> nothing"));
    forbids(
        new FifoQueue(),
        "out-of-order",
        "1 is put before 2, but 2 is taken before anybody can have taken 1",
        inTurn("enqueue 1", "enqueue 2", "dequeue -> 2", "dequeue -> 1"));
  }

  @Test
  void two_concurrent_enqueues_come_out_in_either_order() {
    var both =
        "0s p0 invoke enqueue 1\n0s p1 invoke enqueue 2\n1s p0 ok enqueue 1\n1s p1 ok enqueue 2\n";
    for (String second : Set.of("1", "2")) {
      String first = second.equals("1") ? "2" : "1";
      allows(
          new FifoQueue(),
          both
              + "2s p0 invoke dequeue\n3s p0 ok dequeue "
              + first
              + "\n4s p0 invoke dequeue\n5s p0 ok dequeue "
              + second);
    }
  }

  @Test
  void nothing_is_found_only_where_nothing_is() {
    forbids(
        new FifoQueue(),
        "false-empty",
        "p0's dequeue takes nothing, but at any time in it 1 is there",
        inTurn("enqueue 1", "dequeue -> nothing", "dequeue -> 1"));
    forbids(
        new Stack(), "false-empty", "1 is there", inTurn("push 1", "pop -> nothing", "pop -> 1"));
    forbids(
        new PriorityQueue(),
        "false-empty",
        "1 is there",
        inTurn("insert 1", "poll -> nothing", "poll -> 1"));
  }

  @Test
  void two_values_in_turn_leave_no_time_at_which_nothing_is_there() {
    forbids(
        new FifoQueue(),
        "false-empty",
        "1 or 2 is there",
        """
        0s p0 invoke enqueue 1
        1s p0 ok enqueue 1
        2s p1 invoke dequeue
        3s p0 invoke enqueue 2
        4s p0 ok enqueue 2
        5s p0 invoke dequeue
        6s p0 ok dequeue 1
        7s p1 ok dequeue
        8s p0 invoke dequeue
        9s p0 ok dequeue 2
        """);
  }

  @Test
  void a_value_is_taken_once_and_after_somebody_put_it() {
    forbids(new Stack(), "taken-twice", "both take 1", inTurn("push 1", "pop -> 1", "pop -> 1"));
    forbids(new FifoQueue(), "unknown-value", "nobody put", inTurn("dequeue -> 1"));
    forbids(new PriorityQueue(), "unknown-value", "before", inTurn("poll -> 1", "insert 1"));
  }

  @Test
  void a_priority_queue_gives_out_the_smallest_and_strings_after_numbers() {
    allows(
        new PriorityQueue(),
        inTurn("insert \"a\"", "insert 2", "insert 1", "poll -> 1", "poll -> 2", "poll -> \"a\""));
    forbids(
        new PriorityQueue(),
        "out-of-order",
        "p0's poll takes 2, but at any time in it 1 is there, which is better",
        inTurn("insert 2", "insert 1", "poll -> 2", "poll -> 1"));
  }

  @Test
  void a_stack_is_last_in_first_out() {
    allows(
        new Stack(),
        inTurn("push 1", "push 2", "pop -> 2", "push 3", "pop -> 3", "pop -> 1", "pop -> nothing"));
    forbids(
        new Stack(),
        "out-of-order",
        "none can have lain below all others",
        inTurn("push 1", "push 2", "pop -> 1", "pop -> 2"));
  }

  @Test
  void what_nobody_saw_end_may_have_happened_later_or_never() {
    var lost = "0s p9 invoke %s\n1s p9 info %s ! timeout\n";
    var dequeue = lost.formatted("dequeue", "dequeue");
    allows(new FifoQueue(), dequeue + inTurn("enqueue 1", "enqueue 2", "dequeue -> 2"));
    allows(new FifoQueue(), dequeue + inTurn("enqueue 1", "enqueue 2", "dequeue -> 1"));
    forbids(
        new FifoQueue(),
        "out-of-order",
        "2 is put before 3, but 3 is taken before anybody can have taken 2",
        dequeue + inTurn("enqueue 1", "enqueue 2", "enqueue 3", "dequeue -> 3"));
    var enqueue = lost.formatted("enqueue 1", "enqueue 1 ");
    allows(new FifoQueue(), enqueue + inTurn("enqueue 2", "dequeue -> 2", "dequeue -> nothing"));
    allows(new FifoQueue(), enqueue + inTurn("enqueue 2", "dequeue -> 2", "dequeue -> 1"));
  }

  @Test
  void more_values_are_gone_than_unseen_calls_can_have_taken() {
    var lost = "0s p9 invoke %s\n1s p9 info %s ! timeout\n";
    forbids(
        new Stack(),
        "lost-value",
        "only 1 call",
        lost.formatted("pop", "pop") + inTurn("push 1", "push 2", "push 3", "pop -> 1"));
    forbids(
        new PriorityQueue(),
        "lost-value",
        "only 1 call",
        lost.formatted("poll", "poll") + inTurn("insert 1", "insert 2", "insert 3", "poll -> 3"));
  }

  @Test
  void values_that_are_put_twice_are_left_to_the_search() {
    var history = inTurn("enqueue 1", "enqueue 1", "dequeue -> 1", "dequeue -> 1");
    assertThat(decide(new FifoQueue(), history)).isInstanceOf(Undecided.class);
    var verdict = Linearizable.of(new FifoQueue()).check(History.parse(history));
    assertThat(verdict.validity()).isEqualTo(Validity.VALID);
  }

  @Test
  void a_deep_stack_needs_no_deep_recursion() {
    int depth = 50_000;
    var calls = new String[2 * depth];
    for (int i = 0; i < depth; i++) {
      calls[i] = "push " + i;
      calls[2 * depth - 1 - i] = "pop -> " + i;
    }
    allows(new Stack(), inTurn(calls));
  }

  /** A priority queue that looks at nothing but whether a number is even: these come first. */
  private record EvenFirst() implements Model<Set<Long>> {
    private static boolean isEven(Object value) {
      return ((Long) value) % 2 == 0;
    }

    @Override
    public String name() {
      return "even-first";
    }

    @Override
    public Set<Long> initial() {
      return Set.of();
    }

    @Override
    public Structure structure() {
      return new Structure.PriorityQueue(Comparator.comparing(value -> !isEven(value)));
    }

    @Override
    public Role role(Call call) {
      if (call.f().equals("insert")) {
        return new Role.Put(call.input());
      }
      return call.seen() && call.output() == null
          ? Role.TAKE_NOTHING
          : new Role.Take(call.output());
    }

    @Override
    public Step<Set<Long>> step(Set<Long> values, Call call) {
      var changed = new TreeSet<>(values);
      if (call.f().equals("insert")) {
        changed.add((Long) call.input());
        return Step.to(changed);
      }
      if (!call.seen() || call.output() == null) {
        return values.isEmpty() ? Step.to(values) : Step.illegal("it is not empty");
      }
      boolean even = values.stream().anyMatch(EvenFirst::isEven);
      boolean held = changed.remove((Long) call.output());
      return held && (!even || isEven(call.output())) ? Step.to(changed) : Step.illegal("no");
    }
  }

  @Test
  void of_values_that_tie_either_may_come_out() {
    for (long seed = 1; seed <= 3_000; seed++) {
      var history = new RandomCollections<>(new EvenFirst(), "insert", "poll", seed).history(6);
      if (history.operations().anyMatch(o -> o.outcome() == Op.Type.INFO && o.f().equals("poll"))) {
        continue;
      }
      var problem = Problem.of(history, new EvenFirst());
      var decision = ByIntervals.decide(new LeeMathurPriorityQueue(), problem, new EvenFirst());
      boolean expected = BruteForce.isLinearizable(history, new EvenFirst());
      assertThat(decision instanceof Ordered).as("seed %d\n%s", seed, history).isEqualTo(expected);
    }
  }
}
