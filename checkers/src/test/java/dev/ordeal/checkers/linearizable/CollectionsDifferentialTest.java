package dev.ordeal.checkers.linearizable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.checkers.Verdict.Validity;
import dev.ordeal.checkers.linearizable.RandomOperations.Vocabulary;
import dev.ordeal.checkers.models.FifoQueue;
import dev.ordeal.checkers.models.PriorityQueue;
import dev.ordeal.checkers.models.Stack;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The algorithms made for collections agree with the brute-force enumerator and the search. */
class CollectionsDifferentialTest {
  private static final int HISTORIES = Integer.getInteger("ordeal.differential", 20_000);

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
    var verdicts = new TreeMap<String, Integer>();
    for (long seed = 1; seed <= HISTORIES; seed++) {
      int size = 3 + (int) (seed % 7);
      var words = new PutsAndTakes<>(model, put, take, new Random(seed));
      var history =
          seed % 3 == 0
              ? new RandomOperations<>(seed, model, words).history(size)
              : new RandomCollections<>(model, put, take, seed).history(size);
      var verdict = agrees(model, history, "seed " + seed + "\n" + history);
      String by = verdict.stats().get("algorithm").equals("lowe-just-in-time") ? "search " : "";
      verdicts.merge(by + verdict.validity(), 1, Integer::sum);
    }
    if (HISTORIES > 100_000) {
      System.getLogger(model.name()).log(System.Logger.Level.INFO, verdicts);
    }
    assertThat(verdicts.get("VALID")).isGreaterThan(HISTORIES / 2);
    assertThat(verdicts.get("INVALID")).isGreaterThan(HISTORIES / 12);
  }

  private static <S> Verdict agrees(Model<S> model, History history, String what) {
    boolean expected = BruteForce.isLinearizable(history, model);
    var checker = Linearizable.of(model);
    Verdict verdict = checker.check(history);
    if (checker.bySearchAlone().check(history).validity() != verdict.validity()) {
      throw new AssertionError("the search does not agree: " + what + verdict);
    }
    if (verdict.validity() == Validity.UNKNOWN) {
      assertThat(verdict.reason()).as(what).startsWith("there is no operation");
      assertThat(expected).as(what).isTrue();
    } else if (expected != (verdict.validity() == Validity.VALID)) {
      throw new AssertionError(what + " is " + expected + verdict);
    }
    convinces(model, verdict, what);
    return verdict;
  }

  private static <S> void convinces(Model<S> model, Verdict verdict, String what) {
    for (var anomaly : verdict.anomalies()) {
      var witness = History.of(anomaly.witness());
      if (BruteForce.isLinearizable(witness, model)) {
        throw new AssertionError("no proof: " + what + witness + anomaly);
      }
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
}
