package dev.ordeal.harness.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the clocks of every backend do alike, as the nodes themselves read them: test bodies to be
 * run against two nodes of the program {@link dev.ordeal.harness.cluster.testnode.TestNode}.
 */
public abstract class ClockConformance extends Conformance {
  private static final Duration NEAR = Duration.ofSeconds(1);

  private static final Duration OFFSET = Duration.ofSeconds(30);

  private Clocks clocks;

  /** With two nodes. */
  protected ClockConformance() {
    super(2);
  }

  @BeforeEach
  void findTheClocks() {
    clocks = cluster.capability(Clocks.class).orElseThrow();
  }

  private Duration skew(Node node) {
    return clocks.skew(node).orElseThrow().skew();
  }

  private static boolean near(Duration is, Duration expected) {
    return is.minus(expected).abs().compareTo(NEAR) < 0;
  }

  /** A single reading may be late by what a busy machine takes. */
  private void assertOff(Node node, Duration expected) throws Exception {
    on.eventually(node.name() + " is off by " + expected, () -> near(skew(node), expected));
  }

  private Duration ahead(Node node, Node other) throws Exception {
    var mine = (Number) on.call(node, Map.of("type", "wall")).get("millis");
    var others = (Number) on.call(other, Map.of("type", "wall")).get("millis");
    return Duration.ofMillis(mine.longValue() - others.longValue());
  }

  @Test
  void clocks_are_true_at_first() throws Exception {
    assertOff(n1, Duration.ZERO);
    on.eventually("both tell the same", () -> near(ahead(n1, n2), Duration.ZERO));
  }

  @Test
  void a_bumped_clock_is_off_for_its_node_alone_until_that_is_lifted() throws Exception {
    var ahead = clocks.bump(n1, OFFSET);
    assertOff(n1, OFFSET);
    assertOff(n2, Duration.ZERO);
    on.eventually("n1 tells a later time", () -> near(ahead(n1, n2), OFFSET));
    var back = clocks.bump(n1, OFFSET.multipliedBy(-3));
    assertOff(n1, OFFSET.multipliedBy(-2));
    ahead.lift();
    ahead.lift();
    assertOff(n1, OFFSET.multipliedBy(-3));
    back.lift();
    assertOff(n1, Duration.ZERO);
  }

  @Test
  void a_clock_stays_wrong_over_a_restart_and_is_healed_at_once() throws Exception {
    var unused = clocks.bump(n1, OFFSET.negated());
    processes().kill(n1);
    processes().start(n1);
    assertOff(n1, OFFSET.negated());
    var alsoUnused = clocks.bump(n1, OFFSET);
    clocks.heal(n1);
    clocks.heal(n1);
    assertOff(n1, Duration.ZERO);
  }

  @Test
  void a_clock_runs_at_its_rate_from_the_time_on_that_it_was_set() throws Exception {
    var bumped = clocks.bump(n2, OFFSET);
    long set = on.now();
    var fast = clocks.rate(n2, 1.5);
    var gained = skew(n2).minus(OFFSET);
    assertThat(gained)
        .isGreaterThan(NEAR.negated())
        .isLessThan(NEAR.plusNanos((on.now() - set) / 2));
    var pace = clocks.pace(n2, Duration.ofMillis(300)).orElseThrow();
    assertThat(pace.rate()).isBetween(1.5 - 0.2 - pace.within(), 1.5 + 0.2 + pace.within());
    var true1 = clocks.pace(n1, Duration.ofMillis(300)).orElseThrow();
    assertThat(true1.rate()).isBetween(0.8 - true1.within(), 1.2 + true1.within());
    long restarted = on.now();
    processes().kill(n2);
    processes().start(n2);
    on.call(n2, Map.of("type", "ping"));
    assertThat(skew(n2)).isGreaterThan(OFFSET);
    assertThat(skew(n2).minus(OFFSET))
        .as("it gained half of what passed, however that is counted")
        .isLessThan(Duration.ofNanos(on.now() - restarted).plusSeconds(3));
    fast.lift();
    assertOff(n2, OFFSET);
    bumped.lift();
    assertOff(n2, Duration.ZERO);
  }

  @Test
  void a_node_that_does_not_run_has_no_clock() {
    processes().kill(n1);
    assertThat(clocks.skew(n1)).isEmpty();
    assertThat(clocks.pace(n1, Duration.ofMillis(1))).isEmpty();
  }

  @Test
  void calls_and_timers_do_not_mind_a_clock_that_jumps() throws Exception {
    for (int round = 0; round < 10; round++) {
      var bumped = clocks.bump(n1, OFFSET.multipliedBy(round % 2 == 0 ? -1 : 1));
      on.call(n1, Map.of("type", "put", "key", "k", "value", round));
      on.tellUntilHeard(n1, n2, "round " + round);
      bumped.lift();
    }
  }
}
