package dev.ordeal.checkers.linearizable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.checkers.Verdict.Validity;
import dev.ordeal.checkers.linearizable.RandomOperations.Vocabulary;
import dev.ordeal.checkers.models.RegisterStore;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeysTest {
  private static final int HISTORIES = Integer.getInteger("ordeal.zones", 20_000);

  @Test
  void each_key_is_judged_by_itself() {
    var history =
        History.parse(
            """
            p0 invoke write [1 7]
            p0 ok write [1 7]
            p1 invoke read [2 nil]
            p1 ok read [2 nil]
            p1 invoke read [1 nil]
            p1 ok read [1 nil]
            """);
    Verdict verdict = Linearizable.of(new RegisterStore()).check(history);
    assertThat(verdict.stats()).containsEntry("keys", 2L);
    assertThat(verdict.anomalies()).extracting(Anomaly::name).containsExactly("stale-read");
    assertThat(verdict.anomalies().get(0).because())
        .startsWith("key 1: p1 reads null, which the register held at first");
    assertThat(verdict.anomalies().get(0).witness()).hasSize(4);
  }

  @Test
  void a_verdict_may_do_without_its_explanation() {
    var history =
        History.parse(
            """
            p0 invoke write [1 7]
            p0 ok write [1 7]
            p1 invoke read [1 nil]
            p1 ok read [1 nil]
            p0 invoke read [1 nil]
            p0 ok read [1 7]
            """);
    var checker = Linearizable.of(new RegisterStore());
    Verdict bare = checker.withoutExplanation().check(history);
    Verdict explained = checker.check(history);
    assertThat(bare.validity()).isEqualTo(explained.validity()).isEqualTo(Validity.INVALID);
    assertThat(bare.stats()).containsAllEntriesOf(Map.of("refuted-keys", 1L, "keys", 1L));
    assertThat(bare.anomalies()).hasSize(1);
    assertThat(bare.anomalies().get(0).witness()).isNotEmpty();
    assertThat(bare.anomalies().get(0).argument()).isEmpty();
    assertThat(explained.anomalies().get(0).argument()).isNotEmpty();
  }

  @Test
  void a_read_that_answers_for_another_key_is_no_read_of_its_own() {
    var history = History.parse("p0 invoke read [1 nil]\np0 ok read [2 nil]");
    Verdict verdict = Linearizable.of(new RegisterStore()).check(history);
    assertThat(verdict.validity()).isEqualTo(Validity.INVALID);
    assertThat(verdict.anomalies().get(0).because()).contains("a read of key 1 answers [2, null]");
  }

  @Test
  void keys_that_have_an_order_each_may_have_none_together_where_processes_touch_themselves() {
    var history =
        History.parse(
            """
            1s p0 invoke write [1 5]
            1s p1 invoke write [2 6]
            2s p0 ok write [1 5]
            2s p1 ok write [2 6]
            2s p0 invoke read [2 nil]
            2s p1 invoke read [1 nil]
            3s p0 ok read [2 nil]
            3s p1 ok read [1 nil]
            """);
    var model = new RegisterStore();
    assertThat(BruteForce.isLinearizable(history, model)).isFalse();
    assertThat(Linearizable.of(model).check(history).validity()).isEqualTo(Validity.INVALID);
    assertThat(LinearizationVerifier.verify(history, model, new int[][] {{5, 0}, {4, 1}}))
        .hasValueSatisfying(why -> assertThat(why).contains("precedes"));
  }

  /** Three keys, and values that are all different. */
  private static final class Stores implements Vocabulary<Map<Object, Object>> {
    private int written;

    @Override
    public Op invocation(Random random, int process, Map<Object, Object> state) {
      int key = random.nextInt(3);
      return random.nextBoolean()
          ? Op.invoke("read", Arrays.asList(key, null))
          : Op.invoke("write", List.of(key, ++written));
    }

    @Override
    public Object answer(Map<Object, Object> state, Op op) {
      return op.f().equals("read") ? pair(op, state.get(key(op))) : op.value();
    }

    @Override
    public Object anyAnswer(Random random, Op op) {
      int any = random.nextInt(written + 1);
      return op.f().equals("read") ? pair(op, any == 0 ? null : any) : op.value();
    }

    private static Object key(Op op) {
      return ((List<?>) op.value()).get(0);
    }

    private static List<Object> pair(Op op, Object value) {
      return new ArrayList<>(Arrays.asList(key(op), value));
    }
  }

  @Test
  void keys_agree_with_trying_every_order_of_the_whole() {
    var model = new RegisterStore();
    int[] verdicts = new int[3];
    for (long seed = 1; seed <= HISTORIES; seed++) {
      var history = new RandomOperations<>(seed, model, new Stores()).history(3 + (int) (seed % 6));
      Verdict verdict = Linearizable.of(model).check(history);
      boolean isEmpty = verdict.reason().startsWith("there is no operation");
      boolean expected = BruteForce.isLinearizable(history, model);
      var right = expected ? Validity.VALID : Validity.INVALID;
      if (verdict.validity() != right && !(expected && isEmpty)) {
        throw new AssertionError("seed " + seed + " is " + expected + "\n" + history + verdict);
      }
      verdicts[verdict.validity().ordinal()]++;
      for (var anomaly : verdict.anomalies()) {
        assertThat(BruteForce.isLinearizable(History.of(anomaly.witness()), model))
            .as("seed %d", seed)
            .isFalse();
      }
    }
    assertThat(verdicts[Validity.VALID.ordinal()]).isGreaterThan(HISTORIES / 5);
    assertThat(verdicts[Validity.INVALID.ordinal()]).isGreaterThan(HISTORIES / 10);
  }
}
