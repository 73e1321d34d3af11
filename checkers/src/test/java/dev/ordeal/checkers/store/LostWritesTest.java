package dev.ordeal.checkers.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.checkers.Verdict.Validity;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import dev.ordeal.history.Op.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What was acknowledged is there in the end, or something that may have overwritten it. */
class LostWritesTest {
  private static final int HISTORIES = Integer.getInteger("ordeal.histories", 20_000);
  private static final String HEAL = "nemesis invoke heal\nnemesis info heal\n";

  private static Verdict check(String... lines) {
    return new LostWrites().check(History.parse(String.join("\n", lines)));
  }

  private static String written(int value) {
    return "p0 invoke write [7 %d]\np0 ok write [7 %d]".formatted(value, value);
  }

  private static String read(String value) {
    return "p1 invoke read [7 nil]\np1 ok read [7 %s]".formatted(value);
  }

  @Test
  void a_key_that_reads_as_nothing_has_lost_its_write() {
    Verdict verdict = check(written(1), written(2), HEAL, read("nil"));
    Anomaly anomaly = verdict.anomalies().get(0);
    assertThat(verdict.anomalies()).hasSize(1);
    assertThat(anomaly.name()).isEqualTo("lost-write");
    assertThat(anomaly.because())
        .isEqualTo(
            "key 7: p0's write of 2 was acknowledged at 0.003s, but a read after the heal finds"
                + " nothing");
    assertThat(anomaly.witness())
        .extracting(Op::toString)
        .containsExactly(
            "0.002s p0 invoke write [7 2]",
            "0.003s p0 ok write [7 2]",
            "0.006s p1 invoke read [7 nil]",
            "0.007s p1 ok read [7 nil]");
  }

  @Test
  void a_key_that_holds_an_older_value_has_lost_an_update() {
    Verdict verdict = check(written(1), written(2), HEAL, read("1"), read("1"));
    Anomaly anomaly = verdict.anomalies().get(0);
    assertThat(anomaly.name()).isEqualTo("lost-update");
    assertThat(anomaly.because())
        .isEqualTo(
            "key 7: p0's write of 2 was acknowledged at 0.003s, but reads after the heal find 1,"
                + " which was written before");
    assertThat(anomaly.witness()).hasSize(6);
  }

  @Test
  void a_cas_is_a_write_too() {
    var cas = "p0 invoke cas [7 [1 2]]\np0 ok cas [7 [1 2]]";
    assertThat(check(written(1), cas, HEAL, read("2")).validity()).isEqualTo(Validity.VALID);
    assertThat(check(written(1), cas, HEAL, read("1")).anomalies())
        .extracting(Anomaly::name)
        .containsExactly("lost-update");
  }

  @Test
  void what_another_final_read_finds_is_not_lost() {
    assertThat(check(written(1), HEAL, read("nil"), read("1")).validity())
        .isEqualTo(Validity.VALID);
    assertThat(check(written(1), HEAL, read("1"), read("nil")).validity())
        .isEqualTo(Validity.VALID);
  }

  @Test
  void what_nobody_acknowledged_may_be_there_or_not() {
    var unseen = "p0 invoke write [7 2]\np0 info write [7 2] ! timeout";
    for (String value : List.of("1", "2")) {
      assertThat(check(written(1), unseen, HEAL, read(value)).validity()).isEqualTo(Validity.VALID);
    }
    assertThat(check(written(1), unseen, HEAL, read("nil")).anomalies())
        .extracting(Anomaly::name)
        .containsExactly("lost-write");
  }

  @Test
  void of_writes_at_the_same_time_either_may_be_the_last() {
    var both = "p0 invoke write [7 1]\np2 invoke write [7 2]\np0 ok write [7 1]\np2 ok write [7 2]";
    for (String value : List.of("1", "2")) {
      assertThat(check(both, HEAL, read(value)).validity()).isEqualTo(Validity.VALID);
    }
  }

  @Test
  void a_write_that_ends_after_the_read_began_is_not_missed_by_it() {
    assertThat(
            check(
                    written(1),
                    "p2 invoke write [7 2]",
                    HEAL,
                    "p1 invoke read [7 nil]",
                    "p2 ok write [7 2]",
                    "p1 ok read [7 1]")
                .validity())
        .isEqualTo(Validity.VALID);
  }

  @Test
  void a_null_that_somebody_wrote_is_a_value() {
    assertThat(
            check(written(1), "p0 invoke write [7 nil]", "p0 ok write [7 nil]", HEAL, read("nil"))
                .validity())
        .isEqualTo(Validity.VALID);
  }

  @Test
  void a_read_before_the_heal_proves_nothing() {
    assertThat(check(written(1), read("nil"), HEAL, read("1")).validity())
        .isEqualTo(Validity.VALID);
  }

  @Test
  void a_key_that_nobody_reads_in_the_end_is_not_acquitted() {
    Verdict verdict = check(written(1), HEAL, "p1 invoke read [7 nil]\np1 info read ! timeout");
    assertThat(verdict.validity()).isEqualTo(Validity.UNKNOWN);
    assertThat(verdict.reason())
        .isEqualTo(
            "of 1 keys with an acknowledged write 1 were never read after the heal, such as 7");
  }

  @Test
  void without_a_heal_there_is_no_end_to_judge() {
    assertThat(check(written(1), read("nil")).stats()).containsKey("skipped");
  }

  /** The pairwise rule says the same as all orders of the updates. */
  @Test
  void it_agrees_with_brute_force() {
    int lost = 0;
    for (long seed = 0; seed < HISTORIES; seed++) {
      var history = random(new SplittableRandom(seed));
      boolean expected = isLost(history);
      var verdict = new LostWrites().check(history);
      assertThat(verdict.validity() == Validity.INVALID)
          .as("seed %d\n%s", seed, history)
          .isEqualTo(expected);
      lost += expected ? 1 : 0;
    }
    assertThat(lost).isBetween(HISTORIES / 10, HISTORIES * 9 / 10);
  }

  /** Up to five updates of a key, some at a time, and one or two final reads of any value. */
  private static History random(SplittableRandom random) {
    var ops = new ArrayList<Op>();
    int updates = 1 + random.nextInt(5);
    long last = 0;
    for (int i = 0; i < updates; i++) {
      long begin = 1 + random.nextInt(12);
      long end = begin + 1 + random.nextInt(8);
      var type = random.nextInt(4) == 0 ? Type.INFO : Type.OK;
      List<Object> value = List.of(7, 1 + random.nextInt(4));
      ops.add(new Op(Op.UNPLACED, begin, i, Type.INVOKE, "write", value, null));
      ops.add(new Op(Op.UNPLACED, end, i, type, "write", value, null));
      last = Math.max(last, end);
    }
    long heal = 1 + random.nextInt((int) last);
    ops.add(new Op(Op.UNPLACED, heal, Op.NEMESIS, Type.INVOKE, "heal", null, null));
    ops.add(new Op(Op.UNPLACED, heal, Op.NEMESIS, Type.INFO, "heal", null, null));
    int reads = 1 + random.nextInt(2);
    for (int i = 0; i < reads; i++) {
      long begin = heal + 1 + random.nextInt(15);
      var answer = new ArrayList<@Nullable Object>();
      answer.add(7);
      answer.add(random.nextInt(4) == 0 ? null : 1 + random.nextInt(4));
      ops.add(new Op(Op.UNPLACED, begin, 10 + i, Type.INVOKE, "read", answer, null));
      ops.add(new Op(Op.UNPLACED, begin + 30, 10 + i, Type.OK, "read", answer, null));
    }
    ops.sort(Comparator.comparing(Op::time));
    return History.of(ops);
  }

  private record Write(long begin, long end, boolean ok, @Nullable Object value) {}

  /** Whether an acknowledged write stands in no order in which some final read comes last. */
  private static boolean isLost(History history) {
    var writes = new ArrayList<Write>();
    var reads = new ArrayList<Write>();
    history
        .operations()
        .filter(one -> one.process() != Op.NEMESIS)
        .forEach(
            one -> {
              boolean ok = one.outcome() == Type.OK;
              boolean isRead = one.f().equals("read");
              Object value = ((List<?>) one.completion().orElseThrow().value()).get(1);
              long end = ok ? one.completion().orElseThrow().time() : Long.MAX_VALUE;
              (isRead ? reads : writes).add(new Write(one.invoke().time(), end, ok, value));
            });
    return writes.stream()
        .filter(Write::ok)
        .anyMatch(
            write -> {
              var after = reads.stream().filter(read -> write.end < read.begin).toList();
              return !after.isEmpty()
                  && after.stream().noneMatch(read -> canFollow(read, write, writes));
            });
  }

  /** Whether some order of some updates, this one among them, ends with what was read. */
  private static boolean canFollow(Write read, Write write, List<Write> writes) {
    boolean fromNowhere =
        read.value != null && writes.stream().noneMatch(w -> Objects.equals(w.value, read.value));
    return fromNowhere || search(new ArrayList<>(), read, write, writes);
  }

  private static boolean search(List<Write> placed, Write read, Write write, List<Write> writes) {
    if (!placed.isEmpty()
        && placed.contains(write)
        && Objects.equals(placed.get(placed.size() - 1).value, read.value)) {
      return true;
    }
    for (Write next : writes) {
      boolean isNew = placed.stream().noneMatch(one -> one == next);
      if (isNew && placed.stream().noneMatch(one -> next.end < one.begin)) {
        placed.add(next);
        if (search(placed, read, write, writes)) {
          return true;
        }
        placed.remove(placed.size() - 1);
      }
    }
    return false;
  }
}
