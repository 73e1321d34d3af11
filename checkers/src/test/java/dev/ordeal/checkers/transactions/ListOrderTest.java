package dev.ordeal.checkers.transactions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.checkers.Verdict.Validity;
import dev.ordeal.history.History;
import dev.ordeal.history.Notation;
import dev.ordeal.history.Op;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ListOrderTest {
  private static final int PROCESSES = 40;

  private static Verdict verdict(History history) {
    var whole = TransactionCheckers.appends().check(history);
    return Objects.requireNonNull(whole.parts().get("strictly-serializable"));
  }

  private static Anomaly onlyAnomaly(String history) {
    Verdict verdict = verdict(Notation.parse(history));
    assertThat(verdict.stats().get("algorithm")).isEqualTo("dependency-graph");
    assertThat(verdict.anomalies()).hasSize(1);
    return verdict.anomalies().get(0);
  }

  @Test
  void two_that_do_not_see_each_other_are_a_write_skew() {
    Anomaly skew =
        onlyAnomaly(
            """
            0.1s p1 invoke txn [[r a nil] [append b 1]]
            0.1s p2 invoke txn [[r b nil] [append a 2]]
            0.2s p1 ok txn [[r a nil] [append b 1]]
            0.2s p2 ok txn [[r b nil] [append a 2]]
            """);
    assertThat(skew.name()).isEqualTo("write-skew");
    assertThat(skew.because())
        .isEqualTo(
            "no order of 2 transactions keeps what they saw:"
                + " p1 comes before p2, for nobody found 2 in the list of a by then;"
                + " p2 comes before p1, for nobody found 1 in the list of b by then");
    assertThat(skew.witness()).hasSize(4);
  }

  @Test
  void what_only_the_order_of_time_forbids_is_called_so() {
    Anomaly late =
        onlyAnomaly(
            """
            0.1s p1 invoke txn [[append a 1]]
            0.1s p3 invoke txn [[r b nil] [r a nil]]
            0.2s p1 ok txn [[append a 1]]
            0.3s p2 invoke txn [[append b 2]]
            0.4s p2 ok txn [[append b 2]]
            0.5s p3 ok txn [[r b [2]] [r a nil]]
            """);
    assertThat(late.name()).isEqualTo("realtime-read-skew");
    assertThat(late.because())
        .isEqualTo(
            "no order of 3 transactions keeps what they saw:"
                + " p1 comes before p2, for it had ended when that began;"
                + " p2 comes before p3, who found 2 in the list of b;"
                + " p3 comes before p1, for nobody found 1 in the list of a by then");
  }

  @Test
  void hundreds_at_a_time_whose_end_is_often_unseen_are_ordered_without_a_search() {
    for (long seed = 1; seed <= 20; seed++) {
      Verdict verdict = verdict(crowded(seed));
      assertThat(verdict.validity()).as("seed %d: %s", seed, verdict).isEqualTo(Validity.VALID);
      assertThat(verdict.stats().get("algorithm")).isEqualTo("dependency-graph");
    }
  }

  /** All processes are busy all the time; every fifth transaction is not seen to end. */
  private static History crowded(long seed) {
    var random = new SplittableRandom(seed);
    var lists = new HashMap<String, List<Object>>();
    var open = new HashMap<Integer, List<List<Object>>>();
    var ops = new ArrayList<Op>();
    int next = 0;
    for (long time = 0; time < 1_000; time++) {
      if (open.size() < PROCESSES && next < 300) {
        var steps = steps(random, next);
        ops.add(new Op(Op.UNPLACED, time, next, Op.Type.INVOKE, "txn", steps, null));
        open.put(next++, steps);
      } else if (!open.isEmpty()) {
        int process = List.copyOf(open.keySet()).get(random.nextInt(open.size()));
        var answer = happened(lists, open.remove(process));
        var type = random.nextInt(5) == 0 ? Op.Type.INFO : Op.Type.OK;
        ops.add(new Op(Op.UNPLACED, time, process, type, "txn", answer, null));
      }
    }
    return History.of(ops);
  }

  private static List<List<Object>> steps(SplittableRandom random, int number) {
    var steps = new ArrayList<List<Object>>();
    for (int i = 0; i < 4; i++) {
      String key = "k" + random.nextInt(5);
      long value = number * 4L + i;
      steps.add(
          random.nextBoolean() ? List.of("append", key, value) : List.of("r", key, List.of()));
    }
    return steps;
  }

  private static List<List<Object>> happened(
      Map<String, List<Object>> lists, List<List<Object>> steps) {
    var answer = new ArrayList<List<Object>>();
    for (List<Object> step : steps) {
      String key = (String) step.get(1);
      List<Object> held = lists.getOrDefault(key, List.of());
      if (step.get(0).equals("append")) {
        var longer = new ArrayList<>(held);
        longer.add(step.get(2));
        lists.put(key, longer);
        answer.add(step);
      } else {
        answer.add(List.of("r", key, List.copyOf(held)));
      }
    }
    return answer;
  }
}
