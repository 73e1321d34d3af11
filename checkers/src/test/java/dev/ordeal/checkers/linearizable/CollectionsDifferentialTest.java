package dev.ordeal.checkers.linearizable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.linearizable.RandomOperations.Vocabulary;
import dev.ordeal.checkers.linearizable.internal.Algorithms;
import dev.ordeal.checkers.linearizable.internal.ByIntervals;
import dev.ordeal.checkers.linearizable.internal.Decision;
import dev.ordeal.checkers.linearizable.internal.Decision.Ordered;
import dev.ordeal.checkers.linearizable.internal.Decision.Refuted;
import dev.ordeal.checkers.linearizable.internal.Decision.Undecided;
import dev.ordeal.checkers.linearizable.internal.GeneralSearch;
import dev.ordeal.checkers.linearizable.internal.Problem;
import dev.ordeal.checkers.models.FifoQueue;
import dev.ordeal.checkers.models.PriorityQueue;
import dev.ordeal.checkers.models.Stack;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The algorithms made for collections agree with the brute-force enumerator and the search. */
class CollectionsDifferentialTest {
  private static final int HISTORIES = Integer.getInteger("ordeal.differential", 6_000);

  /** Puts of unique values and takes of a collection of Longs. */
  private static final class PutsAndTakes<S> implements Vocabulary<S> {
    private final Model<S> model;
    private final String put;
    private final String take;
    private final List<Long> values;
    private int used;

    PutsAndTakes(Model<S> model, String put, String take, Random random) {
      this.model = model;
      this.put = put;
      this.take = take;
      var some = new ArrayList<>(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L));
      Collections.shuffle(some, random);
      values = some;
    }

    @Override
    public Op invocation(Random random, int process, S state) {
      return random.nextInt(9) < 5 && used < values.size()
          ? Op.invoke(put, values.get(used++))
          : Op.invoke(take);
    }

    @Override
    public @Nullable Object answer(S state, Op op) {
      if (op.f().equals(put)) {
        return op.value();
      }
      for (Long value : values) {
        var call = new Model.Call(0, take, null, true, value);
        if (model.step(state, call) instanceof Model.To<S>) {
          return value;
        }
      }
      return null;
    }

    @Override
    public @Nullable Object anyAnswer(Random random, Op op) {
      if (op.f().equals(put)) {
        return op.value();
      }
      return random.nextInt(3) == 0 ? null : values.get(random.nextInt(Math.max(1, used)));
    }
  }

  private static <S> void agrees(Model<S> model, String put, String take) {
    var decisions = new TreeMap<String, Integer>();
    for (long seed = 1; seed <= HISTORIES; seed++) {
      int size = 3 + (int) (seed % 7);
      var words = new PutsAndTakes<>(model, put, take, new Random(seed));
      var history =
          seed % 3 == 0
              ? new RandomOperations<>(seed, model, words).history(size)
              : new RandomCollections<>(model, put, take, seed).history(size);
      Decision decision = agrees(model, history, "seed " + seed + "\n" + history);
      decisions.merge(decision.getClass().getSimpleName(), 1, Integer::sum);
    }
    if (HISTORIES > 100_000) {
      System.getLogger(model.name()).log(System.Logger.Level.INFO, decisions);
    }
    assertThat(decisions.get("Ordered")).isGreaterThan(HISTORIES / 2);
    assertThat(decisions.get("Refuted")).isGreaterThan(HISTORIES / 12);
    assertThat(decisions.getOrDefault("Undecided", 0)).isLessThan(HISTORIES / 100);
  }

  private static <S> Decision agrees(Model<S> model, History history, String what) {
    boolean expected = BruteForce.isLinearizable(history, model);
    var problem = Problem.of(history, model);
    var search = new GeneralSearch(Linearizable.STANDARD_BUDGET_STEPS).decide(problem, model);
    if (search instanceof Ordered != expected) {
      throw new AssertionError("the search does not agree that it is " + expected + ": " + what);
    }
    var decision = ByIntervals.decide(Algorithms.of(model.structure()).get(0), problem, model);
    if (decision instanceof Ordered ordered) {
      var order = Arrays.stream(ordered.order()).mapToObj(problem::invocation).toList();
      assertThat(LinearizationVerifier.verify(history, model, order)).as(what).isEmpty();
    } else if (decision instanceof Refuted refuted) {
      if (expected) {
        throw new AssertionError(what + " has an order, but " + refuted.because());
      }
      convinces(model, problem, refuted, what);
    }
    return decision;
  }

  private static <S> void convinces(Model<S> model, Problem problem, Refuted refuted, String what) {
    var witness =
        History.of(
            Arrays.stream(refuted.operations())
                .flatMap(o -> IntStream.of(problem.invocation(o), problem.completion(o)))
                .filter(at -> at >= 0)
                .sorted()
                .mapToObj(problem.history()::get)
                .toList());
    if (BruteForce.isLinearizable(witness, model)) {
      throw new AssertionError("no proof: " + what + witness + refuted.because());
    }
  }

  @Test
  void for_a_queue() {
    agrees(new FifoQueue(), "enqueue", "dequeue");
  }

  @Test
  void for_a_priority_queue() {
    agrees(new PriorityQueue(), "insert", "poll");
  }

  @Test
  void for_a_stack() {
    agrees(new Stack(), "push", "pop");
  }

  @Test
  void on_longer_histories_whatever_the_search_decides_is_the_answer() {
    longer(new FifoQueue(), "enqueue", "dequeue");
    longer(new PriorityQueue(), "insert", "poll");
    longer(new Stack(), "push", "pop");
  }

  private static <S> void longer(Model<S> model, String put, String take) {
    int refuted = 0;
    for (long seed = 1; seed <= HISTORIES / 20; seed++) {
      var history = new RandomCollections<>(model, put, take, seed).history(15 + (int) seed % 20);
      var problem = Problem.of(history, model);
      var search = new GeneralSearch(50_000).decide(problem, model);
      var decision = ByIntervals.decide(Algorithms.of(model.structure()).get(0), problem, model);
      if (!(search instanceof Undecided) && !(decision instanceof Undecided)) {
        assertThat(decision instanceof Ordered)
            .as("%s, seed %d%n%s", model.name(), seed, history)
            .isEqualTo(search instanceof Ordered);
      }
      refuted += decision instanceof Refuted ? 1 : 0;
    }
    assertThat(refuted).isGreaterThan(HISTORIES / 200);
  }
}
