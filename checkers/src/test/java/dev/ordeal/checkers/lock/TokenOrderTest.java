package dev.ordeal.checkers.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.checkers.Verdict.Validity;
import dev.ordeal.checkers.linearizable.Linearizable;
import dev.ordeal.checkers.models.FencedLock;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TokenOrderTest {
  private static final int HISTORIES = 50_000;

  @Test
  void a_read_shows_the_late_write_of_a_paused_holder() {
    Anomaly anomaly =
        broken(
            """
            1.0s p3 invoke acquire
            1.1s p3 ok acquire token 17
            1.2s p3 invoke write token 17 value 1
            2.0s p1 invoke acquire
            2.1s p1 ok acquire token 18
            2.2s p1 invoke write token 18 value 2
            2.3s p1 ok write token 18 value 2
            3.0s p3 ok write token 17 value 1
            3.1s p1 invoke read
            3.2s p1 ok read token 17 value 1
            """);
    assertThat(anomaly.name()).isEqualTo("stale-token-write");
    assertThat(anomaly.because())
        .isEqualTo(
            "the resource takes p3's write with token 17 after p1's with the newer token 18, as a"
                + " read shows");
    assertThat(anomaly.witness()).hasSize(10);
  }

  @Test
  void a_read_of_a_write_that_had_ended_long_before_is_a_stale_read() {
    Anomaly anomaly =
        broken(
            """
            1.0s p3 invoke write token 17 value 1
            1.1s p3 ok write token 17 value 1
            2.2s p1 invoke write token 18 value 2
            2.3s p1 ok write token 18 value 2
            3.1s p1 invoke read
            3.2s p1 ok read token 17 value 1
            """);
    assertThat(anomaly.name()).isEqualTo("stale-read");
    assertThat(anomaly.because())
        .isEqualTo("what token 17 wrote is read after token 18 had written");
  }

  @Test
  void operations_that_touch_or_overlap_break_no_law() {
    assertThat(
            TokenOrder.broken(
                History.parse(
                    """
                    1s p1 invoke write token 18 value 2
                    2s p1 ok write token 18 value 2
                    2s p3 invoke write token 17 value 1
                    3s p3 ok write token 17 value 1
                    """)))
        .isEmpty();
  }

  @Test
  void whatever_it_finds_is_no_fenced_lock_and_neither_is_the_witness_alone() {
    var judge = Linearizable.of(new FencedLock());
    int found = 0;
    for (long seed = 0; seed < HISTORIES; seed++) {
      var history = random(seed);
      var anomaly = TokenOrder.broken(history);
      if (anomaly.isPresent()) {
        found++;
        assertThat(judge.check(history).validity())
            .as("seed %d\n%s", seed, history)
            .isEqualTo(Validity.INVALID);
        var witness = History.of(anomaly.get().witness());
        assertThat(judge.check(witness).validity())
            .as("seed %d\n%s", seed, witness)
            .isEqualTo(Validity.INVALID);
      }
    }
    assertThat(found).isBetween(HISTORIES / 20, HISTORIES * 19 / 20);
  }

  private static Anomaly broken(String text) {
    return TokenOrder.broken(History.parse(text)).orElseThrow();
  }

  /** Three processes that acquire, write and read with tokens 1 to 4, at times that often touch. */
  private static History random(long seed) {
    var random = new Random(seed);
    var history = History.builder();
    var open = new Op[3];
    long time = 0;
    for (int i = 0; i < 14; i++) {
      time += random.nextInt(2);
      int process = random.nextInt(3);
      Op begun = open[process];
      Op next = begun == null ? begin(random) : end(begun, random);
      open[process] = begun == null ? next : null;
      history.add(next.withProcess(process).withTime(time));
    }
    return history.build();
  }

  private static Op begin(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> Op.invoke("acquire");
      case 1 -> Op.invoke("read");
      default -> Op.invoke("write", written(random));
    };
  }

  private static Op end(Op begun, Random random) {
    return switch (begun.f()) {
      case "acquire" -> begun.ok(Map.of("token", 1 + random.nextInt(4)));
      case "read" -> begun.ok(written(random));
      default -> begun.ok();
    };
  }

  private static Map<String, Object> written(Random random) {
    return Map.of("token", 1 + random.nextInt(4), "value", random.nextInt(2));
  }
}
