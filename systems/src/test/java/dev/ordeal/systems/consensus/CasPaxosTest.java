package dev.ordeal.systems.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.systems.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever goes wrong by chance, the states of a register are one chain. */
class CasPaxosTest {
  private static final int NODES = 5;

  /** What was submitted, when, and how it ended. */
  private static final class Submission {
    private final long id;
    private final boolean read;
    private final long began;
    private long ended = Long.MAX_VALUE;
    private @Nullable Outcome outcome;
    private List<Object> list = List.of();

    private Submission(long id, boolean read, long began) {
      this.id = id;
      this.read = read;
      this.began = began;
    }

    private boolean chosen() {
      return outcome instanceof Outcome.Chosen;
    }
  }

  private final List<Submission> all = new ArrayList<>();

  private static World world(long seed) {
    var world = new World(seed, NODES, Registers::new);
    world.run(Duration.ofMillis(20));
    return world;
  }

  private Submission submit(World world, int node, boolean read) {
    var submission = new Submission(all.size(), read, world.now());
    all.add(submission);
    CasPaxos paxos = Registers.of(world, "n" + node);
    if (read) {
      paxos.read("r", Registers.READ, outcome -> end(world, submission, outcome));
    } else {
      paxos.change(
          "r", Registers.append(submission.id), outcome -> end(world, submission, outcome));
    }
    return submission;
  }

  private static void end(World world, Submission submission, Outcome outcome) {
    assertThat(submission.outcome).as("each submission ends once").isNull();
    submission.ended = world.now();
    submission.outcome = outcome;
    if (outcome instanceof Outcome.Chosen chosen) {
      submission.list = Registers.ids(chosen.answer());
    }
  }

  @Test
  void a_change_is_seen_by_every_node() {
    World world = world(1);
    submit(world, 1, false);
    world.run(Duration.ofMillis(100));
    for (int node = 1; node <= NODES; node++) {
      Submission read = submit(world, node, true);
      world.run(Duration.ofMillis(100));
      assertThat(read.list).containsExactly(0L);
    }
  }

  @Test
  void without_a_majority_a_change_ends_untouched_and_never_takes_effect() {
    World world = world(2);
    List.of("n3", "n4", "n5").forEach(world::kill);
    Submission change = submit(world, 1, false);
    world.run(Duration.ofSeconds(2));
    assertThat(change.outcome).isInstanceOf(Outcome.Untouched.class);

    List.of("n3", "n4", "n5").forEach(world::start);
    Submission read = submit(world, 1, true);
    world.run(Duration.ofSeconds(1));
    assertThat(read.chosen()).isTrue();
    assertThat(read.list).isEmpty();
  }

  @Test
  void a_minority_of_dead_nodes_is_worked_around() {
    World world = world(3);
    List.of("n1", "n2").forEach(world::kill);
    Submission change = submit(world, 5, false);
    world.run(Duration.ofSeconds(1));
    assertThat(change.chosen()).isTrue();
  }

  @Test
  void what_was_chosen_survives_the_crash_of_all_nodes() {
    World world = world(4);
    Submission change = submit(world, 2, false);
    world.run(Duration.ofMillis(100));
    assertThat(change.chosen()).isTrue();
    for (int node = 1; node <= NODES; node++) {
      world.kill("n" + node);
      world.start("n" + node);
    }
    world.run(Duration.ofMillis(100));
    Submission read = submit(world, 4, true);
    world.run(Duration.ofSeconds(1));
    assertThat(read.list).containsExactly(0L);
  }

  @Test
  void a_repeated_change_at_one_node_costs_one_round_trip_to_two_others() {
    World world = world(5);
    submit(world, 1, false);
    world.run(Duration.ofMillis(100));
    long before = world.sent();
    submit(world, 1, false);
    world.run(Duration.ofMillis(100));
    assertThat(world.sent() - before).isEqualTo(4);
  }

  @Test
  void chosen_states_form_one_chain_that_loses_no_change_under_faults() {
    int known = 0;
    int untouched = 0;
    int unknown = 0;
    for (long seed = 0; seed < 300; seed++) {
      all.clear();
      torment(seed);
      checkChain(seed);
      known += (int) all.stream().filter(Submission::chosen).count();
      unknown += (int) all.stream().filter(s -> s.outcome instanceof Outcome.Unknown).count();
      untouched += (int) all.stream().filter(s -> s.outcome instanceof Outcome.Untouched).count();
    }

    assertThat(known).as("chosen").isGreaterThan(10_000);
    assertThat(unknown).as("unknown").isGreaterThan(0);
  }

  /** Contending changes and reads, lossy links, crashes; then all heals and everybody reads. */
  private void torment(long seed) {
    World world = world(seed);
    world.unreliable(0.05, 0.05, Duration.ofMillis(1 + world.random().nextInt(20)));
    for (int step = 0; step < 80; step++) {
      int node = 1 + world.random().nextInt(NODES);
      switch (world.random().nextInt(12)) {
        case 0 -> world.kill("n" + node);
        case 1, 2 -> world.start("n" + node);
        default -> submitIfAlive(world, node);
      }
      world.run(Duration.ofMillis(world.random().nextInt(30)));
    }
    world.unreliable(0, 0, Duration.ofMillis(5));
    for (int node = 1; node <= NODES; node++) {
      world.start("n" + node);
    }
    world.run(Duration.ofSeconds(3));
    for (int node = 1; node <= NODES; node++) {
      Submission last = submit(world, node, true);
      world.run(Duration.ofSeconds(2));
      assertThat(last.chosen()).as("seed %d: n%d answers after all healed", seed, node).isTrue();
    }
  }

  private void submitIfAlive(World world, int node) {
    try {
      submit(world, node, world.random().nextInt(3) == 0);
    } catch (IllegalStateException notRunning) {
      all.remove(all.size() - 1);
    }
  }

  private void checkChain(long seed) {
    List<Object> end = all.get(all.size() - 1).list;
    assertThat(end).as("seed %d: no change took effect twice", seed).doesNotHaveDuplicates();
    Set<Object> present = new HashSet<>(end);
    var byEnd = new ArrayList<Submission>(all);
    byEnd.removeIf(submission -> !submission.chosen());
    for (Submission one : byEnd) {
      assertThat(end.subList(0, Math.min(one.list.size(), end.size())))
          .as("seed %d: %d saw a prefix of the one chain", seed, one.id)
          .isEqualTo(one.list);
    }
    for (Submission one : all) {
      if (one.outcome instanceof Outcome.Untouched) {
        assertThat(present).as("seed %d: %d was refused", seed, one.id).doesNotContain(one.id);
      }
    }
    checkRealTime(seed, byEnd);
  }

  /** What began after another ended sees at least what that one saw. */
  private static void checkRealTime(long seed, List<Submission> chosen) {
    for (Submission one : chosen) {
      for (Submission later : chosen) {
        if (later.began > one.ended) {
          assertThat(later.list.size())
              .as("seed %d: %d began after %d ended", seed, later.id, one.id)
              .isGreaterThanOrEqualTo(one.list.size() + (later.read ? 0 : 1));
        }
      }
    }
  }
}
