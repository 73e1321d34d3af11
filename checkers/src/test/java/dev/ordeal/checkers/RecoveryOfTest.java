package dev.ordeal.checkers;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ordeal.checkers.Recovery.Healed;
import dev.ordeal.checkers.Recovery.Outage;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a history tells of how a system bore its faults, on histories whose answers are known. */
class RecoveryOfTest {
  private static final Map<String, String> KINDS = Map.of("cut", "join", "kill", "restart");

  /** Operations every 10 ms that take 2 ms, and the spans in which they fail, or nobody asks. */
  private static final class Story {
    private final List<Op> ops = new ArrayList<>();
    private final List<long[]> down = new ArrayList<>();
    private final List<long[]> idle = new ArrayList<>();

    Story down(long fromMillis, long toMillis) {
      down.add(new long[] {fromMillis, toMillis});
      return this;
    }

    Story idle(long fromMillis, long toMillis) {
      idle.add(new long[] {fromMillis, toMillis});
      return this;
    }

    Story nemesis(String f, long millis, Object... aim) {
      var value = new LinkedHashMap<String, Object>();
      for (int i = 0; i < aim.length; i += 2) {
        value.put((String) aim[i], aim[i + 1]);
      }
      value.put("bit", true);
      Op op = Op.invoke(f, value).withProcess(Op.NEMESIS).withTime(millis * 1_000_000);
      ops.add(op);
      ops.add(op.info("").withTime(millis * 1_000_000));
      return this;
    }

    History until(long endMillis) {
      for (long at = 0; at < endMillis; at += 10) {
        if (!isIn(idle, at)) {
          Op op = Op.invoke("read").withProcess(0).withTime(at * 1_000_000);
          ops.add(op);
          Op end = isIn(down, at) ? op.fail("down") : op.ok();
          ops.add(end.withTime((at + 2) * 1_000_000));
        }
      }
      ops.sort(Comparator.comparingLong(Op::time));
      return History.of(ops);
    }

    private static boolean isIn(List<long[]> spans, long at) {
      return spans.stream().anyMatch(span -> at >= span[0] && at < span[1]);
    }
  }

  private static Recovery of(History history) {
    return RecoveryOf.history(history, KINDS);
  }

  @Test
  void a_known_stall_is_measured_exactly() {
    var recovery =
        of(
            new Story()
                .nemesis("cut", 4000)
                .nemesis("join", 6000)
                .down(4000, 8000)
                .nemesis("heal", 12_000)
                .until(12_000));
    Healed cut = recovery.faults().get(0);
    assertThat(cut.injected()).isEqualTo(ofSeconds(4));
    assertThat(cut.healed()).contains(ofSeconds(6));
    assertThat(cut.firstOk().orElseThrow().after()).isEqualTo(ofMillis(2002));
    assertThat(cut.firstOk().orElseThrow().at()).isEqualTo(ofMillis(8002));
    assertThat(cut.throughput().orElseThrow().after()).isEqualTo(ofMillis(2002));
    assertThat(cut.longest()).contains(new Outage(ofMillis(4000), ofMillis(8002)));
    assertThat(recovery.longest()).isEqualTo(cut.longest());
    assertThat(recovery.calmThroughput().orElseThrow()).isCloseTo(100, within(1.0));
  }

  @Test
  void a_first_success_may_come_long_before_the_throughput_is_back() {
    var story = new Story().nemesis("cut", 4000).nemesis("join", 6000).down(4000, 6000);
    for (long at = 6010; at < 9000; at += 20) {
      story.down(at, at + 10);
    }
    var cut = of(story.until(14_000)).faults().get(0);
    assertThat(cut.firstOk().orElseThrow().after()).isEqualTo(ofMillis(2));
    assertThat(cut.throughput().orElseThrow().after())
        .as("90 % of a window of half a second may still be half as dense for a fifth of it")
        .isBetween(ofMillis(2800), ofMillis(3002));
  }

  @Test
  void shares_and_latencies_are_told_apart_by_calm_and_storm() {
    var recovery =
        of(
            new Story()
                .nemesis("cut", 1000)
                .nemesis("join", 2000)
                .down(1500, 2000)
                .nemesis("heal", 4000)
                .until(5000));
    assertThat(recovery.storm().operations()).isEqualTo(100);
    assertThat(recovery.storm().share().orElseThrow()).isEqualTo(0.5);
    assertThat(recovery.calm().operations()).as("without the end").isEqualTo(300);
    assertThat(recovery.calm().share().orElseThrow()).isEqualTo(1);
    assertThat(recovery.faultToleranceRate().orElseThrow()).isEqualTo(0.5);
    assertThat(recovery.calm().latency().orElseThrow().p99()).isEqualTo(ofMillis(2));
    assertThat(recovery.kinds().get("cut").storm()).isEqualTo(recovery.storm());
  }

  @Test
  void latencies_are_quantiles_by_nearest_rank() {
    var ops = new ArrayList<Op>();
    for (int i = 1; i <= 200; i++) {
      Op op = Op.invoke("read").withProcess(i).withTime(0);
      ops.add(op);
    }
    for (int i = 1; i <= 200; i++) {
      ops.add(Op.invoke("read").withProcess(i).ok().withTime(i * 1_000_000L));
    }
    var latency = of(History.of(ops)).calm().latency().orElseThrow();
    assertThat(List.of(latency.p50(), latency.p95(), latency.p99(), latency.max()))
        .containsExactly(ofMillis(100), ofMillis(190), ofMillis(198), ofMillis(200));
  }

  @Test
  void time_under_another_fault_is_not_held_against_a_healed_one() {
    var recovery =
        of(
            new Story()
                .nemesis("cut", 2000, "id", "c1")
                .nemesis("kill", 3000, "id", "k1")
                .nemesis("join", 4000, "id", "c1")
                .nemesis("restart", 7000, "id", "k1")
                .down(2000, 7300)
                .nemesis("heal", 10_000)
                .until(10_000));
    var cut = recovery.faults().get(0);
    var kill = recovery.faults().get(1);
    assertThat(cut.id()).isEqualTo("c1");
    assertThat(cut.firstOk().orElseThrow().at()).isEqualTo(ofMillis(7302));
    assertThat(cut.firstOk().orElseThrow().after()).isEqualTo(ofMillis(302));
    assertThat(kill.firstOk().orElseThrow().after()).isEqualTo(ofMillis(302));
    assertThat(kill.throughput().orElseThrow().after()).isEqualTo(ofMillis(302));
    assertThat(recovery.storm().operations()).as("each counts once").isEqualTo(500);
    assertThat(recovery.kinds().get("cut").storm().operations()).isEqualTo(200);
    assertThat(recovery.kinds().get("kill").storm().operations()).isEqualTo(400);
  }

  @Test
  void a_fault_that_the_end_heals_has_a_first_success_but_no_throughput_to_compare() {
    var recovery =
        of(new Story().nemesis("cut", 3000).down(3000, 5500).nemesis("heal", 5000).until(7000));
    var cut = recovery.faults().get(0);
    assertThat(cut.healed()).contains(ofSeconds(5));
    assertThat(cut.firstOk().orElseThrow().after()).isEqualTo(ofMillis(502));
    assertThat(cut.throughput()).isEmpty();
  }

  @Test
  void a_fault_that_nobody_healed_has_no_recovery() {
    var recovery = of(new Story().nemesis("cut", 3000).down(4000, 6000).until(6000));
    var cut = recovery.faults().get(0);
    assertThat(cut.healed()).isEmpty();
    assertThat(cut.firstOk()).isEmpty();
    assertThat(cut.watched()).isZero();
    assertThat(cut.longest().map(Outage::length)).contains(ofMillis(1992));
    assertThat(recovery.kinds().get("cut").healed()).isZero();
  }

  @Test
  void a_system_that_never_comes_back_is_known_to_have_taken_longer_than_it_was_watched() {
    var cut =
        of(new Story().nemesis("cut", 3000).down(3000, 9999).nemesis("join", 4000).until(8000))
            .faults()
            .get(0);
    assertThat(cut.firstOk()).isEmpty();
    assertThat(cut.watched()).isEqualTo(ofMillis(3992));
  }

  @Test
  void without_calm_before_the_first_fault_later_calm_is_what_counts() {
    var recovery =
        of(
            new Story()
                .nemesis("cut", 0)
                .nemesis("join", 2000)
                .down(0, 2500)
                .nemesis("heal", 9000)
                .until(9000));
    assertThat(recovery.calmThroughput().orElseThrow()).isCloseTo(100, within(2.0));
    assertThat(recovery.faults().get(0).throughput().orElseThrow().after())
        .isEqualTo(ofMillis(502));
  }

  @Test
  void without_any_calm_there_is_nothing_to_compare_with() {
    var recovery = of(new Story().nemesis("cut", 0).until(3000));
    assertThat(recovery.calmThroughput()).isEmpty();
    assertThat(recovery.faultToleranceRate()).isEmpty();
    assertThat(of(History.of(List.of())).longest()).isEmpty();
  }

  @Test
  void a_slow_recovery_after_every_fault_does_not_lower_what_is_called_calm() {
    var story = new Story();
    for (long at = 2000; at < 20_000; at += 3000) {
      story.nemesis("cut", at).nemesis("join", at + 1000).down(at, at + 2600);
    }
    var recovery = of(story.nemesis("heal", 20_000).until(20_000));
    assertThat(recovery.calmThroughput().orElseThrow()).isCloseTo(100, within(2.0));
    assertThat(recovery.kinds().get("cut").firstOk()).contains(ofMillis(1602));
    assertThat(recovery.kinds().get("cut").returned()).isEqualTo(6);
  }

  @Test
  void while_nobody_asks_nothing_is_unavailable() {
    var recovery =
        of(new Story().nemesis("cut", 1000).nemesis("join", 1500).idle(1200, 9000).until(9500));
    assertThat(recovery.longest().map(Outage::length)).contains(ofMillis(2));
    assertThat(recovery.faults().get(0).firstOk().map(back -> back.after()))
        .as("counted from the first that asks")
        .contains(ofMillis(2));
  }

  @Test
  void what_is_in_flight_waits_and_what_is_open_at_the_end_did_too() {
    var recovery =
        of(
            History.parse(
                """
                1s p0 invoke read
                4s p0 ok read
                5s p1 invoke read
                9s p2 invoke write
                """));
    assertThat(recovery.longest()).contains(new Outage(ofSeconds(5), ofSeconds(9)));
    assertThat(recovery.calm().operations()).isEqualTo(3);
    assertThat(recovery.calm().ok()).isEqualTo(1);
  }

  @Test
  void the_time_that_the_last_healing_takes_is_not_asked_for() {
    var text =
        """
        1s p0 invoke read
        1.1s p0 fail read
        1.2s nemesis invoke heal
        8s nemesis info heal
        8.1s p0 invoke read
        8.4s p0 ok read
        """;
    assertThat(of(History.parse(text)).longest().map(Outage::length)).contains(ofMillis(300));
  }

  @Test
  void an_outage_is_laid_at_the_door_of_the_last_fault_that_was() {
    var recovery =
        of(
            new Story()
                .nemesis("cut", 1000)
                .nemesis("join", 2000)
                .nemesis("kill", 4000)
                .nemesis("restart", 5000)
                .down(2500, 3000)
                .down(5500, 6500)
                .until(9000));
    Optional<Duration> ofCut = recovery.kinds().get("cut").longest().map(Outage::length);
    Optional<Duration> ofKill = recovery.kinds().get("kill").longest().map(Outage::length);
    assertThat(ofCut).contains(ofMillis(502));
    assertThat(ofKill).contains(ofMillis(1002));
  }

  @Test
  void it_is_plain_data_in_a_verdict_and_is_read_back() {
    var history =
        new Story()
            .nemesis("cut", 2000, "id", "cut #1")
            .nemesis("join", 3000, "id", "cut #1")
            .nemesis("kill", 5000)
            .down(2000, 3500)
            .until(8000);
    var verdict = EvidenceOf.complete(Verdict.valid(), history, KINDS, Expectations.standard());
    assertThat(Recovery.in(verdict)).contains(of(history));
    assertThat(Recovery.in(Verdict.valid())).isEmpty();
    for (Object odd : List.of("much", Map.of(), Map.of("calm", Map.of("operations", 1.5)))) {
      assertThat(Recovery.in(Verdict.valid().withStats(Map.of("recovery", odd)))).isEmpty();
    }
  }
}
