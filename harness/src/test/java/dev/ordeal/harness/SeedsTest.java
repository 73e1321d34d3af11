package dev.ordeal.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.harness.cluster.SetupFailure;
import dev.ordeal.harness.trials.NoBackend;
import dev.ordeal.harness.trials.Registers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many seeds of one trial: which they are, and what must come of them. */
class SeedsTest {
  @TempDir private Path store;

  @AfterEach
  void no_seeds_are_asked_for_any_more() {
    System.clearProperty(Seeds.PROPERTY);
    System.clearProperty(Trial.SEED_PROPERTY);
  }

  @Test
  void a_number_says_how_many_and_anything_else_which() {
    assertThat(Seeds.of("3").list()).containsExactly(1L, 2L, 3L);
    assertThat(Seeds.of("5-7, 77,-2--1").list()).containsExactly(5L, 6L, 7L, 77L, -2L, -1L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "x", "7-5", "1-2-3", "1,,2", "9999999", "99999999999999999999"})
  void a_text_that_names_no_seeds_is_refused_by_name(String text) {
    assertThatThrownBy(() -> Seeds.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("-Dordeal.seeds=" + text + " names no seeds");
  }

  @Test
  void the_seeds_are_those_asked_for_or_the_one_that_failed_or_twenty() {
    assertThat(Seeds.asked().list()).hasSize(20);
    System.setProperty(Trial.SEED_PROPERTY, "-42");
    assertThat(Seeds.asked().list()).containsExactly(-42L);
    System.setProperty(Seeds.PROPERTY, "4-6");
    assertThat(Seeds.asked().list()).containsExactly(4L, 5L, 6L);
  }

  @Test
  void a_sound_system_is_acquitted_with_every_seed_and_nothing_is_kept() throws IOException {
    Seeds.of("5").acquit(trial());
    assertThat(runs()).isEmpty();
  }

  @Test
  void a_flawed_system_is_convicted_with_every_seed() {
    Seeds.of("5").convict(trial().on(Registers.brokenBackend()), "stale-read");
  }

  @Test
  void a_sound_system_that_should_be_convicted_fails_with_its_seeds_and_the_first_text() {
    assertThatThrownBy(() -> Seeds.of("8-9").convict(trial(), "stale-read"))
        .isExactlyInstanceOf(AssertionError.class)
        .hasMessageStartingWith("register: 2 of 2 seeds did not come out stale-read: ")
        .hasMessageContaining("8 (valid), 9 (valid); the first of them:")
        .hasMessageContaining("-Dordeal.seed=8");
  }

  @Test
  void a_flawed_system_that_should_be_acquitted_fails_and_its_runs_are_kept() throws IOException {
    var flawed = trial().on(Registers.brokenBackend());
    assertThatThrownBy(() -> Seeds.of("2").acquit(flawed))
        .hasMessageContaining("1 (invalid of stale-read), 2 (invalid of stale-read)");
    assertThat(runs()).hasSize(2);
  }

  @Test
  void a_share_of_the_seeds_may_be_enough() {
    assertThatThrownBy(() -> Seeds.of("4").convict(trial(), "stale-read", 0.25))
        .isExactlyInstanceOf(AssertionError.class);
    Seeds.of("4").convict(trial(), "stale-read", 0);
  }

  @Test
  void a_seed_whose_cluster_does_not_come_up_is_a_surprise_and_the_next_one_runs() {
    assertThatThrownBy(
            () -> Seeds.of("2").acquit(trial().on(new NoBackend(new SetupFailure("none")))))
        .hasMessageContaining("1 (SetupFailure), 2 (SetupFailure)");
  }

  private Trial trial() {
    return Registers.trial(store);
  }

  private List<Path> runs() throws IOException {
    try (Stream<Path> all = Files.walk(store)) {
      return all.filter(path -> path.endsWith("history.jsonl")).toList();
    }
  }
}
