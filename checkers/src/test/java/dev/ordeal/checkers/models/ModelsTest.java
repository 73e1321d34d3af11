package dev.ordeal.checkers.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Verdict.Validity;
import dev.ordeal.checkers.linearizable.Linearizable;
import dev.ordeal.history.History;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ModelsTest {

  private static void allows(Model<?> model, String history) {
    assertThat(Linearizable.of(model).check(History.parse(history)).validity())
        .isEqualTo(Validity.VALID);
  }

  private static void forbids(Model<?> model, String name, String because, String history) {
    var verdict = Linearizable.of(model).check(History.parse(history));
    assertThat(verdict.anomalies()).extracting(Anomaly::name).containsExactly(name);
    assertThat(verdict.anomalies().get(0).because()).startsWith(because);
  }

  @Test
  void a_register_reads_what_was_written_last() {
    var write = "p0 invoke write 1\np0 ok write 1\np0 invoke write 2\np0 ok write 2\n";
    allows(new Register(), "p0 invoke read\np0 ok read\n");
    allows(new Register(), write + "p1 invoke read\np1 ok read 2");
    forbids(
        new Register(),
        "stale-read",
        "p1 reads 1, which p0 had overwritten with 2; 1 was written by 0.001s",
        write + "p1 invoke read\np1 ok read 1");
  }

  @Test
  void a_write_that_nobody_saw_end_may_take_effect_late_or_never() {
    var unseen = "p0 invoke write 1\np0 info write 1 ! timeout\n";
    allows(new Register(), unseen + "p1 invoke read\np1 ok read\np1 invoke read\np1 ok read 1");
    allows(new Register(), unseen + "p1 invoke read\np1 ok read");
    forbids(
        new Register(),
        "stale-read",
        "p1 reads null, which the register held at first, though p1 had read 1 by",
        unseen + "p1 invoke read\np1 ok read 1\np1 invoke read\np1 ok read");
  }

  @Test
  void endpoints_that_touch_are_concurrent_except_within_a_process() {
    allows(
        new Register(), "1s p0 invoke write 1\n2s p0 ok write 1\n2s p1 invoke read\n3s p1 ok read");
    forbids(
        new Register(),
        "stale-read",
        "null is read",
        "1s p0 invoke write 1\n2s p0 ok write 1\n2s p0 invoke read\n3s p0 ok read");
  }

  @Test
  void a_cas_needs_the_value_it_compares_with() {
    allows(
        new CasRegister(),
        "p0 invoke write 1\np0 ok write 1\np0 invoke cas [1 2]\np0 ok cas [1 2]\n"
            + "p0 invoke cas [1 3]\np0 fail cas [1 3]\np0 invoke read\np0 ok read 2");
    forbids(
        new CasRegister(),
        "nonlinearizable",
        "a cas from 1 succeeds while the register holds null",
        "p0 invoke cas [1 2]\np0 ok cas [1 2]");
  }

  @Test
  void a_cas_that_answers_false_found_another_value_and_changed_nothing() {
    var written = "p0 invoke write 1\np0 ok write 1\n";
    var unseen = "p1 invoke write 2\np1 info write 2 ! timeout\n";
    var refused = "p0 invoke cas [1 3]\np0 ok cas false\n";
    allows(new CasRegister(), refused + "p0 invoke read\np0 ok read");
    allows(new CasRegister(), written + unseen + refused + "p0 invoke read\np0 ok read 2");
    forbids(
        new CasRegister(),
        "nonlinearizable",
        "a cas from 1 fails while the register holds it",
        written + refused);
    forbids(
        new CasRegister(),
        "stale-read",
        "1 is read while the register holds 2",
        written + unseen + refused + "p0 invoke read\np0 ok read 1");
    allows(new CasRegister(), written + "p0 invoke cas [1 3]\np0 ok cas true");
  }

  @Test
  void a_cas_register_may_hold_something_from_the_start() {
    allows(CasRegister.holding(0), "p0 invoke cas [0 1]\np0 ok cas [0 1]");
    forbids(
        CasRegister.holding(0),
        "thin-air-read",
        "p0 has read null at 0.001s, which nobody ever wrote",
        "p0 invoke read\np0 ok read");
  }

  @Test
  void a_read_of_null_says_nothing_to_knossos() {
    var written = "p0 invoke write 1\np0 ok write 1\np0 invoke read\np0 ok read";
    allows(CasRegister.ofKnossos(0), written);
    forbids(CasRegister.ofKnossos(0), "stale-read", "2 is read", written + " 2");
    forbids(CasRegister.holding(0), "thin-air-read", "p0 has read null", written);
  }

  @Test
  void a_key_of_a_key_value_store_holds_what_was_put_and_appended() {
    var written =
        "p0 invoke append key x value a\np0 ok append key x value a\n"
            + "p0 invoke append key x value b\np0 ok append key x value b\n"
            + "p0 invoke put key y value c\np0 ok put key y value c\n";
    var read = "p0 invoke get key x value nil\np0 ok get key x value ";
    allows(new KeyValueStore(), read + "\"\"");
    allows(new KeyValueStore(), written + read + "ab");
    allows(
        new KeyValueStore(),
        written
            + "p0 invoke put key x value d\np1 invoke get key x\n"
            + "p0 info put key x value d\np1 ok get key x value ab\n"
            + "p1 invoke get key x\np1 ok get key x value d");
    forbids(
        new KeyValueStore(),
        "stale-read",
        "key x: \"a\" is read of x while it holds \"ab\"",
        written + read + "a");
  }

  @Test
  void a_mutex_is_acquired_and_released_in_turns_by_whomever() {
    var acquired = "p0 invoke acquire\np0 ok acquire\n";
    allows(new Mutex(), acquired + "p1 invoke release\np1 ok release");
    forbids(
        new Mutex(),
        "mutual-exclusion",
        "the lock is acquired while it is held",
        acquired + "p1 invoke acquire\np1 ok acquire");
    forbids(
        new OwnerAwareMutex(),
        "release-by-non-owner",
        "p1 releases while nobody holds",
        acquired + "p1 invoke release\np1 ok release");
  }

  @Test
  void a_release_that_nobody_saw_end_may_have_freed_the_lock() {
    allows(
        new OwnerAwareMutex(),
        "p0 invoke acquire\np0 ok acquire\np0 invoke release\np0 info release\n"
            + "p1 invoke acquire\np1 ok acquire");
  }

  @Test
  void an_acquire_of_a_fenced_lock_that_nobody_saw_end_leaves_a_gap_in_the_tokens() {
    allows(
        new FencedLock(),
        "p0 invoke acquire\np0 info acquire ! timeout\np1 invoke acquire\np1 ok acquire token 2");
  }

  @Test
  void a_fenced_lock_reads_what_the_last_accepted_write_left() {
    var written =
        "p0 invoke acquire\np0 ok acquire token 3\n"
            + "p0 invoke write token 3 value 7\np0 ok write token 3 value 7\n";
    allows(new FencedLock(), "p1 invoke read\np1 ok read token 0 value nil\n" + written);
    allows(new FencedLock(), written + "p1 invoke read\np1 ok read token 3 value 7");
    forbids(
        new FencedLock(),
        "stale-read",
        "p0's write (0.002s to 0.003s) ended before p1's read (0.004s to 0.005s) began",
        written + "p1 invoke read\np1 ok read token 0 value nil");
  }

  @Test
  void a_token_is_written_only_by_whom_it_was_granted_to() {
    forbids(
        new FencedLock(),
        "mutual-exclusion",
        "p1 writes with token 3 of p0",
        "p0 invoke acquire\np0 ok acquire token 3\n"
            + "p1 invoke write token 3 value 7\np1 ok write token 3 value 7");
    forbids(
        new FencedLock(),
        "nonlinearizable",
        "token 4 is written, but was not granted yet",
        "p0 invoke acquire\np0 ok acquire token 3\n"
            + "p0 invoke write token 4 value 7\np0 ok write token 4 value 7");
  }

  @Test
  void a_release_that_is_ok_needs_the_newest_token() {
    var acquired =
        "p0 invoke acquire\np0 ok acquire token 3\np1 invoke acquire\n"
            + "p1 ok acquire token 4\np0 invoke release token 3\n";
    allows(new FencedLock(), acquired + "p0 info release token 3 ! timeout");
    forbids(
        new FencedLock(),
        "release-by-non-owner",
        "p1's acquire (0.002s to 0.003s) ended before p0's release (0.004s to 0.005s) began",
        acquired + "p0 ok release token 3");
  }

  @Test
  void a_set_tells_what_changed_it_and_judges_each_element_by_itself() {
    var added = "p0 invoke add 1\np0 ok add true\np0 invoke add 1\np0 ok add false\n";
    allows(new ElementSet(), added + "p1 invoke remove 1\np1 ok remove true");
    allows(new ElementSet(), added + "p1 invoke contains 2\np1 ok contains false");
    allows(new ElementSet(), added + "p1 invoke remove\np1 ok remove false");
    forbids(
        new ElementSet(),
        "stale-read",
        "key 1: a contains of 1 answers false",
        added + "p1 invoke contains 1\np1 ok contains false");
    forbids(
        new ElementSet(),
        "nonlinearizable",
        "key 2: a remove of 2 answers true",
        added + "p1 invoke remove 2\np1 ok remove true");
  }

  private static Model.Call call(String f, Long value) {
    return new Model.Call(0, f, value, true, value);
  }

  private static <S> S after(Model<S> model, S state, Model.Call call) {
    return ((Model.To<S>) model.step(state, call)).state();
  }

  @Test
  void collections_of_the_same_values_are_equal_however_they_came_about() {
    for (long seed = 1; seed <= 300; seed++) {
      var random = new Random(seed);
      sameAs(new ArrayDeque<>(), new FifoQueue(), "enqueue", "dequeue", random);
      sameAs(Collections.asLifoQueue(new ArrayDeque<>()), new Stack(), "push", "pop", random);
      sameAs(new java.util.PriorityQueue<>(), new PriorityQueue(), "insert", "poll", random);
    }
  }

  @Test
  void texts_are_equal_if_they_read_the_same_whatever_their_pieces() {
    for (long seed = 1; seed <= 300; seed++) {
      var random = new Random(seed);
      String string = "";
      Text text = Text.EMPTY;
      for (int i = random.nextInt(6); i > 0; i--) {
        String piece = "abab".substring(random.nextInt(4));
        string += piece;
        text = text.with(piece);
      }
      assertThat(text).hasToString(string).hasSameHashCodeAs(string);
      assertThat(text.is(string)).isTrue();
      assertThat(text).isEqualTo(Text.EMPTY.with(string)).isNotEqualTo(text.with("a"));
      assertThat(text.begins(string + "c")).isTrue();
      assertThat(text.with("c").begins(string + "bc")).isFalse();
      assertThat(text.with("c").begins(string)).isFalse();
    }
  }

  /** Steps beside a collection of the JDK; what it holds is then added anew to an empty one. */
  private static <S> void sameAs(
      Queue<Long> values, Model<S> model, String put, String take, Random random) {
    S state = model.initial();
    for (int i = 0; i < 60; i++) {
      if (random.nextInt(5) < 3) {
        long value = random.nextInt(8);
        values.add(value);
        state = after(model, state, call(put, value));
      } else {
        state = after(model, state, call(take, values.poll()));
      }
    }
    var anew = new ArrayList<>(values);
    if (put.equals("push")) {
      Collections.reverse(anew);
    }
    S same = model.initial();
    for (Long value : anew) {
      same = after(model, same, call(put, value));
    }
    assertThat(same).isEqualTo(state).hasSameHashCodeAs(state).hasToString(state.toString());
    assertThat(after(model, same, call(put, 9L))).isNotEqualTo(state);
  }
}
