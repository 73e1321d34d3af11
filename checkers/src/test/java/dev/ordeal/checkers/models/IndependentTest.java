package dev.ordeal.checkers.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.checkers.Verdict.Validity;
import dev.ordeal.checkers.linearizable.Linearizable;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import dev.ordeal.history.Op.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each key is a register of its own, with compare-and-set. */
class IndependentTest {
  private static final int HISTORIES = 2_000;

  private static Verdict check(String history) {
    return Linearizable.of(Independent.casRegisters()).check(History.parse(history));
  }

  @Test
  void keys_do_not_meet() {
    var verdict =
        check(
            """
            p0 invoke write [1 10]
            p0 ok     write [1 10]
            p0 invoke cas   [2 [nil 20]]
            p0 ok     cas   [2 [nil 20]]
            p0 invoke read  [1 nil]
            p0 ok     read  [1 10]
            p0 invoke read  [2 nil]
            p0 ok     read  [2 20]
            """);
    assertThat(verdict.validity()).isEqualTo(Validity.VALID);
    assertThat(verdict.stats()).containsEntry("keys", 2L);
  }

  @Test
  void a_read_of_an_older_value_is_a_stale_read_of_its_key() {
    var verdict =
        check(
            """
            p0 invoke write [7 1]
            p0 ok     write [7 1]
            p0 invoke cas   [7 [1 2]]
            p0 ok     cas   [7 [1 2]]
            p1 invoke read  [7 nil]
            p1 ok     read  [7 1]
            """);
    assertThat(verdict.anomalies()).extracting(Anomaly::name).containsExactly("stale-read");
    assertThat(verdict.anomalies().get(0).because())
        .startsWith("key 7: 1 is read while the register holds 2");
  }

  @Test
  void a_cas_from_a_value_that_was_overwritten_is_a_lost_update() {
    var verdict =
        check(
            """
            p0 invoke write [7 1]
            p0 ok     write [7 1]
            p0 invoke cas   [7 [1 2]]
            p0 ok     cas   [7 [1 2]]
            p1 invoke cas   [7 [1 3]]
            p1 ok     cas   [7 [1 3]]
            """);
    assertThat(verdict.anomalies()).extracting(Anomaly::name).containsExactly("lost-update");
    assertThat(verdict.anomalies().get(0).because())
        .startsWith("key 7: a cas from 1 succeeds while the register holds 2");
  }

  @Test
  void an_answer_of_another_key_is_none() {
    var verdict = check("p0 invoke read [7 nil]\np0 ok read [8 nil]\n");
    assertThat(verdict.anomalies().get(0).because())
        .startsWith("key 7: a read of key 7 answers [8, null]");
  }

  /** What is said of several keys in one history is what is said of each by itself. */
  @Test
  void it_agrees_with_a_register_per_key() {
    int invalid = 0;
    for (long seed = 0; seed < HISTORIES; seed++) {
      var random = new SplittableRandom(seed);
      var parts = new ArrayList<List<Op>>();
      for (int key = 0; key < 3; key++) {
        parts.add(random(random, key));
      }
      boolean expected =
          parts.stream()
              .allMatch(
                  part ->
                      Linearizable.of(new CasRegister()).check(History.of(part)).validity()
                          == Validity.VALID);
      var merged = new ArrayList<Op>();
      for (int i = 0; i < parts.get(0).size(); i++) {
        for (int key = 0; key < 3; key++) {
          merged.add(keyed(parts.get(key).get(i), key));
        }
      }
      var verdict = Linearizable.of(Independent.casRegisters()).check(History.of(merged));
      assertThat(verdict.validity() == Validity.VALID)
          .as("seed %d\n%s", seed, History.of(merged))
          .isEqualTo(expected);
      invalid += expected ? 0 : 1;
    }
    assertThat(invalid).isBetween(HISTORIES / 10, HISTORIES * 9 / 10);
  }

  /** Two processes that take turns at random on a register that answers mostly right. */
  private static List<Op> random(SplittableRandom random, int key) {
    var ops = new ArrayList<Op>();
    Object value = null;
    for (int i = 0; i < 6; i++) {
      int process = key * 2 + random.nextInt(2);
      Op invoke;
      Op ok;
      int wanted = random.nextInt(3);
      switch (random.nextInt(3)) {
        case 0 -> {
          invoke = Op.invoke("read");
          ok = invoke.ok(random.nextInt(12) == 0 ? wanted : value);
        }
        case 1 -> {
          invoke = Op.invoke("write", wanted);
          ok = invoke.ok();
          value = wanted;
        }
        default -> {
          Object from = random.nextInt(12) == 0 ? random.nextInt(3) : value;
          invoke = Op.invoke("cas", Arrays.asList(from, wanted));
          ok = invoke.ok();
          value = wanted;
        }
      }
      long time = 10L * i;
      ops.add(invoke.withProcess(process).withTime(time));
      ops.add(ok.withProcess(process).withTime(time + 5));
    }
    return ops;
  }

  private static Op keyed(Op op, int key) {
    boolean isRead = op.f().equals("read") && op.type() == Type.INVOKE;
    @Nullable Object inner = isRead ? null : op.value();
    return op.withValue(Arrays.asList((Object) key, inner));
  }
}
