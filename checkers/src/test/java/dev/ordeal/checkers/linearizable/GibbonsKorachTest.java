package dev.ordeal.checkers.linearizable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.checkers.Verdict.Validity;
import dev.ordeal.checkers.linearizable.RandomOperations.Vocabulary;
import dev.ordeal.checkers.models.CasRegister;
import dev.ordeal.checkers.models.Register;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GibbonsKorachTest {
  private static final int HISTORIES = Integer.getInteger("ordeal.zones", 20_000);

  private static Verdict judge(String history) {
    Verdict verdict = Linearizable.of(new Register()).check(History.parse(history));
    assertThat(verdict.stats()).containsEntry("algorithm", "gibbons-korach");
    return verdict;
  }

  private static void allows(String history) {
    assertThat(judge(history).validity()).isEqualTo(Validity.VALID);
  }

  private static void forbids(String name, String because, int witnesses, String history) {
    var anomalies = judge(history).anomalies();
    assertThat(anomalies).extracting(Anomaly::name).containsExactly(name);
    assertThat(anomalies.get(0).because()).isEqualTo(because);
    var witness = History.of(anomalies.get(0).witness());
    assertThat(witness.operations()).hasSize(witnesses);
    assertThat(BruteForce.isLinearizable(witness, new Register())).isFalse();
  }

  @Test
  void a_read_may_see_the_old_or_the_new_value_while_a_write_is_open() {
    var open = "1s p0 invoke write 1\n2s p1 invoke read\n";
    allows(open + "3s p1 ok read\n4s p0 ok write 1");
    allows(open + "3s p1 ok read 1\n4s p0 ok write 1");
  }

  @Test
  void the_old_value_is_not_read_after_the_new_one() {
    forbids(
        "stale-read",
        "p2 reads null, which the register held at first, though p1 had read 1 by 3.000s,"
            + " before that read began at 4.000s",
        3,
        """
        1s p0 invoke write 1
        2s p1 invoke read
        3s p1 ok read 1
        4s p2 invoke read
        5s p2 ok read
        6s p0 ok write 1
        """);
  }

  @Test
  void two_values_do_not_stand_at_once() {
    forbids(
        "stale-read",
        "p0 had written 1 by 2.000s, before p2 began to read 2 at 7.000s, so 2 is newer;"
            + " but p1 had written 2 by 4.000s, before p3 began to read 1 at 6.000s, so 1 is newer",
        4,
        """
        1s p0 invoke write 1
        1s p1 invoke write 2
        2s p0 ok write 1
        4s p1 ok write 2
        6s p3 invoke read
        7s p2 invoke read
        8s p3 ok read 1
        8s p2 ok read 2
        """);
  }

  @Test
  void a_write_does_not_come_and_go_while_another_value_stands() {
    forbids(
        "stale-read",
        "p2 reads 1, which p1 had overwritten with 2; 1 was written by 2.000s, 2 from 3.000s to"
            + " 4.000s, and the read began at 5.000s",
        3,
        """
        1s p0 invoke write 1
        2s p0 ok write 1
        3s p1 invoke write 2
        4s p1 ok write 2
        5s p2 invoke read
        6s p2 ok read 1
        """);
  }

  @Test
  void a_write_that_outlasts_the_zone_of_another_value_comes_after_it() {
    allows(
        """
        1s p0 invoke write 1
        2s p0 ok write 1
        3s p1 invoke write 2
        4s p2 invoke read
        5s p1 ok write 2
        6s p2 ok read 1
        """);
  }

  @Test
  void nobody_reads_what_nobody_wrote() {
    forbids(
        "thin-air-read",
        "p0 has read 7 at 2.000s, which nobody ever wrote",
        1,
        "1s p0 invoke read\n2s p0 ok read 7\n2s p1 invoke write 6\n3s p1 ok write 6");
  }

  @Test
  void nobody_reads_what_is_written_later() {
    forbids(
        "read-before-write",
        "p0 has read 7 at 2.000s, before p1 begins to write it at 3.000s",
        2,
        "1s p0 invoke read\n2s p0 ok read 7\n3s p1 invoke write 7\n4s p1 ok write 7");
  }

  @Test
  void a_write_that_nobody_saw_end_may_be_read_at_any_later_time() {
    var unseen = "1s p0 invoke write 1\n2s p0 info write 1\n3s p1 invoke write 2\n";
    allows(unseen + "4s p1 ok write 2\n5s p1 invoke read\n6s p1 ok read 1");
    allows(unseen + "4s p1 ok write 2\n5s p1 invoke read\n6s p1 ok read 2");
    forbids(
        "stale-read",
        "p2 had read 1 by 4.000s, before p2 began to read 2 at 5.000s, so 2 is newer;"
            + " but p2 had read 2 by 6.000s, before p2 began to read 1 at 7.000s, so 1 is newer",
        5,
        unseen
            + """
            3s p2 invoke read
            4s p2 ok read 1
            5s p2 invoke read
            6s p2 ok read 2
            7s p2 invoke read
            9s p2 ok read 1
            9s p1 ok write 2
            """);
  }

  @Test
  void values_of_every_kind_are_told_apart() {
    allows(
        """
        p0 invoke write 1
        p0 ok write 1
        p0 invoke write 1.0
        p0 ok write 1.0
        p0 invoke write "1"
        p0 ok write "1"
        p0 invoke write [1]
        p0 ok write [1]
        p1 invoke read
        p1 ok read [1]
        """);
  }

  @Test
  void a_value_that_is_written_twice_matters_only_if_it_is_read() {
    var twice = "p0 invoke write 1\np0 ok write 1\np0 invoke write 1\np0 ok write 1\n";
    allows(twice + "p1 invoke read\np1 info read");
    var verdict =
        Linearizable.of(new Register())
            .check(History.parse(twice + "p1 invoke read\np1 ok read 1"));
    assertThat(verdict.validity()).isEqualTo(Validity.VALID);
    assertThat(verdict.stats()).doesNotContainEntry("algorithm", "gibbons-korach");
  }

  @Test
  void a_cas_register_without_cas_is_a_register() {
    var text = "p0 invoke write 1\np0 ok write 1\np1 invoke read\np1 ok read 1\n";
    var checker = Linearizable.of(new CasRegister());
    assertThat(checker.check(History.parse(text)).stats())
        .containsEntry("algorithm", "gibbons-korach");
    var cas = text + "p0 invoke cas [1 2]\np0 ok cas [1 2]\n";
    assertThat(checker.check(History.parse(cas)).validity()).isEqualTo(Validity.VALID);
    assertThat(checker.check(History.parse(cas)).stats())
        .doesNotContainEntry("algorithm", "gibbons-korach");
  }

  /** Writes that are all different, but for one in a while. */
  private static final class FreshValues implements Vocabulary<Optional<Object>> {
    private final List<Integer> written = new java.util.ArrayList<>();
    private final int again;

    FreshValues(int again) {
      this.again = again;
    }

    @Override
    public Op invocation(Random random, int process, Optional<Object> state) {
      if (random.nextBoolean()) {
        return Op.invoke("read");
      }
      if (random.nextInt(again) > 0 || written.isEmpty()) {
        written.add(written.size() * 37);
      } else {
        written.add(written.get(random.nextInt(written.size())));
      }
      return Op.invoke("write", written.get(written.size() - 1));
    }

    @Override
    public Object answer(Optional<Object> state, Op op) {
      return op.f().equals("read") ? state.orElse(null) : op.value();
    }

    @Override
    public Object anyAnswer(Random random, Op op) {
      if (!op.f().equals("read")) {
        return op.value();
      }
      int any = random.nextInt(written.size() + 2);
      return any < written.size() ? (Object) written.get(any) : any == written.size() ? null : -1;
    }
  }

  private static History random(long seed, Model<Optional<Object>> model, int operations) {
    return new RandomOperations<>(seed, model, new FreshValues(20)).history(operations);
  }

  @Test
  void zones_agree_with_trying_every_order() {
    var model = new Register();
    var checker = Linearizable.of(model);
    int[] byZones = new int[3];
    for (long seed = 1; seed <= HISTORIES; seed++) {
      var history = random(seed, model, 3 + (int) (seed % 6));
      Verdict verdict = checker.check(history);
      boolean expected = BruteForce.isLinearizable(history, model);
      agree(seed, history, verdict, expected);
      if ("gibbons-korach".equals(verdict.stats().get("algorithm"))) {
        byZones[verdict.validity().ordinal()]++;
      }
    }
    assertThat(byZones[Validity.VALID.ordinal()]).isGreaterThan(HISTORIES / 5);
    assertThat(byZones[Validity.INVALID.ordinal()]).isGreaterThan(HISTORIES / 10);
  }

  @Test
  void zones_agree_with_the_search() {
    var model = new Register();
    var checker = Linearizable.of(model);
    for (long seed = 1; seed <= HISTORIES / 10; seed++) {
      var history = random(-seed, model, 10 + (int) (seed % 20));
      Verdict searched = checker.bySearchAlone().check(history);
      boolean expected = searched.validity() != Validity.INVALID;
      agree(-seed, history, checker.check(history), expected);
    }
  }

  private static void agree(long seed, History history, Verdict verdict, boolean expected) {
    boolean isEmpty = verdict.reason().startsWith("there is no operation");
    var right = expected ? Validity.VALID : Validity.INVALID;
    if (verdict.validity() != right && !(expected && isEmpty)) {
      throw new AssertionError("seed " + seed + " is " + expected + "\n" + history + verdict);
    }
    for (var anomaly : verdict.anomalies()) {
      if (BruteForce.isLinearizable(History.of(anomaly.witness()), new Register())) {
        throw new AssertionError("seed " + seed + " shows no proof\n" + history + anomaly);
      }
    }
  }
}
