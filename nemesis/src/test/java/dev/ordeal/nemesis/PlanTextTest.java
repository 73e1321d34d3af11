package dev.ordeal.nemesis;

import static dev.ordeal.nemesis.Fault.kill;
import static dev.ordeal.nemesis.Fault.partition;
import static dev.ordeal.nemesis.Fault.pause;
import static dev.ordeal.nemesis.Targets.all;
import static dev.ordeal.nemesis.Targets.leader;
import static dev.ordeal.nemesis.Targets.one;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.harness.cluster.Network.Cut;
import dev.ordeal.nemesis.Phases.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanTextTest {

  private static void says(Plan plan, String text) {
    assertThat(plan.text()).isEqualTo(text);
    assertThat(Plan.parse(text)).isEqualTo(plan);
  }

  @Test
  void every_plan_is_read_back_from_its_text() {
    for (long seed = 0; seed < 5_000; seed++) {
      var plan = new RandomPlans(seed).plan(3);
      assertThat(Plan.parse(plan.text())).as("seed %d: %s", seed, plan.text()).isEqualTo(plan);
    }
  }

  @Test
  void a_rhythm_says_how_long_and_how_often() {
    says(
        pause(leader()).every(ofSeconds(3)).lasting(ofSeconds(1)).after(ofSeconds(2)),
        "pause leader, 1 s of every 3 s after 2 s");
    says(
        kill(one()).poisson(ofSeconds(4)).lasting(ofMillis(1500)).during(ofMinutes(1)),
        "kill one, about 1500 ms with gaps of about 4 s for 60 s");
    says(
        partition(Shape.HALVES, Cut.REFUSE)
            .every(ofSeconds(10))
            .lasting(ofSeconds(3))
            .flapping(ofMillis(100), ofMillis(200)),
        "partition halves refuse, 3 s of every 10 s after 5 s, flapping 100 ms on 200 ms off");
    says(kill(leader()).once(ofSeconds(2)), "kill leader, once for 2 s");
  }

  @Test
  void a_choice_says_which_fault_comes() {
    says(
        Mix.of(3, pause(leader())).or(1, kill(one())).every(ofSeconds(4)),
        "3 x pause leader or 1 x kill one, 2 s of every 4 s after 2 s");
    says(
        Plan.rolling(kill(all())).every(ofSeconds(5)).lasting(ofSeconds(1)),
        "rolling kill all, 1 s of every 5 s after 2500 ms");
  }

  @Test
  void faults_of_disks_say_how_bad_they_are() {
    says(Fault.powerLoss().once(ofSeconds(1)), "power-loss all, once for 1 s");
    says(Fault.tornWrite(one()).once(ofSeconds(1)), "torn-write one, once for 1 s");
    says(Fault.flipBytes(one(), 16).once(ofSeconds(1)), "flip-bytes one 16, once for 1 s");
    says(Fault.fullDisk(one()).once(ofSeconds(1)), "full-disk one, once for 1 s");
    says(
        Fault.slowSync(one(), ofMillis(200)).once(ofSeconds(1)),
        "slow-sync one 200 ms, once for 1 s");
    says(Fault.failSync(one()).once(ofSeconds(1)), "fail-sync one, once for 1 s");
  }

  @Test
  void a_swizzle_says_its_step() {
    says(
        Plan.swizzle(partition(Shape.ISOLATE_ONE)).step(ofMillis(300)).during(ofSeconds(30)),
        "swizzle partition isolate-one blackhole, a step of 300 ms every 10 s after 2 s for 30 s");
  }

  @Test
  void phases_say_their_names_and_lengths() {
    says(
        Plan.phases(
            Phase.calm(ofSeconds(5)),
            Phase.storm(ofSeconds(10), pause(one()).every(ofSeconds(2))),
            Phase.calm(ofSeconds(5))),
        "phases [calm 5 s] [storm 10 s: pause one, 1 s of every 2 s after 1 s] [calm 5 s]");
  }

  @Test
  void a_trigger_says_what_is_waited_for() {
    var killIt = kill(Targets.it()).once(ofSeconds(1));
    says(
        Plan.when(Trigger.ok("commit"), killIt).after(ofMillis(100)),
        "when ok commit, after 100 ms: kill it, once for 1 s");
    says(Plan.when(Trigger.ok(100, "*"), killIt), "when 100 ok *: kill it, once for 1 s");
    says(
        Plan.whenever(Trigger.logs(all(), "elected in term \\d+"), killIt),
        "whenever all logs \"elected in term \\\\d+\": kill it, once for 1 s");
    says(Plan.when(Trigger.leader(), killIt), "when there is a leader: kill it, once for 1 s");
    says(
        Plan.whenever(Trigger.newLeader(), killIt),
        "whenever the leader changes: kill it, once for 1 s");
  }

  @Test
  void together_binds_less_than_then() {
    var a = kill(one()).once(ofSeconds(1));
    var b = pause(one()).once(ofSeconds(1));
    says(
        Plan.together(a.then(b), b),
        "kill one, once for 1 s; then pause one, once for 1 s; and pause one, once for 1 s");
    says(
        Plan.together(a, b).then(b),
        "(kill one, once for 1 s; and pause one, once for 1 s); then pause one, once for 1 s");
    assertThat(a.then(b).then(a)).isEqualTo(new Sequence(List.of(a, b, a)));
  }

  @Test
  void an_unknown_fault_says_its_keys_and_what_heals_it() {
    says(
        Plan.of(new Fault("fill-disk", "free-disk", java.util.Map.of("node", "n1")))
            .once(ofSeconds(1)),
        "fill-disk node=n1 undone by free-disk, once for 1 s");
  }

  @Test
  void the_texts_of_the_readme_are_plans() throws IOException {
    var texts =
        Pattern.compile("\\| `([^`]+)` \\|$", Pattern.MULTILINE)
            .matcher(Files.readString(Path.of("README.md")))
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(texts).hasSizeGreaterThan(10);
    for (String text : texts) {
      assertThat(Plan.parse(text).text()).startsWith(text.substring(0, 5));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "kill one|kill one, 2 s of every 5 s after 2500 ms",
        "kill one, every 3s|kill one, 1500 ms of every 3 s after 1500 ms",
        "pause  leader,\t1.5s of every 0.1 min|pause leader, 1500 ms of every 6 s after 3 s",
        "phases [calm 1s: no faults]|phases [calm 1 s]",
        "(kill one, once for 1 s)|kill one, once for 1 s",
        "when n1 logs \"\\d\": kill n1|when n1 logs \"\\\\d\": kill n1, 2 s of every 5 s after 2500"
            + " ms",
      })
  void what_goes_without_saying_may_be_left_out(String written, String text) {
    assertThat(Plan.parse(written).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|1|a fault, as one of",
        "pause leader, 1 sec of every 3 s|17|a unit of time (ns, us, ms, s, min or h) is wanted,"
            + " not 'sec'",
        "pause leader, 3 s of every 1 s|15|a fault cannot last 3 s of every 1 s",
        "pause leader 1 s of every 3 s|14|the end of the fault pause is wanted, not '1'",
        "partition thirds|11|no shape of a partition is called thirds",
        "partition halves rufuse|18|a cut is blackhole or refuse, not 'rufuse'",
        "pouse leader|1|no fault is called pouse; there are [partition,",
        "kill one, once for 1 s; or pause one|23|'; and', '; then' or the end is wanted, not ';'",
        "rolling kill one|1|a rolling kill one: aim it at all",
        "swizzle kill leader, a step of 1 s every 9 s|1|a swizzle of kill leader",
        "when ok: kill one|8|the function of an op, or * is wanted, not ':'",
        "when something: kill one|6|'there is a leader'",
        "when leader logs \"x\": kill one|6|name the nodes, or all",
        "when all logs \"(\": kill one|6|Unclosed group",
        "when all logs \"(: kill one|15|these quotes are not closed",
        "phases [calm: kill one]|13|a time, like 1200 ms or 2 s, is wanted, not ':'",
        "phases [calm 0 s]|1|give it more than 0",
        "script [ kill ]|10|write p0, p1, ... or nemesis",
        "0 x kill one|1|give at least 1",
        "kill one, once for 1 s & more|24|'&' stands for nothing here",
        "kill one, every 400000 h|17|no plan lasts longer than a year",
      })
  void what_cannot_be_read_is_told_with_its_place(String text, int character, String why) {
    assertThatThrownBy(() -> Plan.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("character " + character + ":")
        .hasMessageContaining(why);
  }
}
