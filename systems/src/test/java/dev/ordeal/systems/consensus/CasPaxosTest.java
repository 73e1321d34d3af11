package dev.ordeal.systems.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.port.Host;
import dev.ordeal.systems.port.Message;
import dev.ordeal.systems.port.NodeProgram;
import dev.ordeal.systems.port.WriteAhead;
import dev.ordeal.systems.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A register holds a list of ids; a change appends one, and answers with the list it made. */
class CasPaxosTest {
  private static final int NODES = 5;

  /** A node that is nothing but registers. */
  private static final class Registers implements NodeProgram {
    private @Nullable CasPaxos paxos;

    @Override
    public void start(Host host) {
      paxos =
          new CasPaxos(
              host, new WriteAhead(host.storage()), Duration.ofSeconds(1), Duration.ofMillis(40));
    }

    CasPaxos paxos() {
      if (paxos == null) {
        throw new IllegalStateException("not started");
      }
      return paxos;
    }

    @Override
    public void receive(Message message) {
      paxos().receive(message.src(), message.body());
    }
  }

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

  private static List<Object> ids(@Nullable Map<String, @Nullable Object> state) {
    return state != null && state.get("ids") instanceof List<?> ids
        ? new ArrayList<>(ids)
        : new ArrayList<>();
  }

  private static Change append(long id) {
    return state -> {
      List<Object> ids = ids(state);
      ids.add(id);
      Map<String, @Nullable Object> next = Bodies.of("ids", ids);
      return new Change.Become(next, next);
    };
  }

  private static final Change READ = state -> new Change.Keep(Bodies.of("ids", ids(state)));

  private static World world(long seed) {
    var world = new World(seed, NODES, Registers::new);
    world.run(Duration.ofMillis(20));
    return world;
  }

  private static CasPaxos paxos(World world, int node) {
    return ((Registers) world.program("n" + node)).paxos();
  }

  private Submission submit(World world, int node, boolean read) {
    var submission = new Submission(all.size(), read, world.now());
    all.add(submission);
    CasPaxos paxos = paxos(world, node);
    if (read) {
      paxos.read("r", READ, outcome -> end(world, submission, outcome));
    } else {
      paxos.change("r", append(submission.id), outcome -> end(world, submission, outcome));
    }
    return submission;
  }

  private static void end(World world, Submission submission, Outcome outcome) {
    assertThat(submission.outcome).as("each submission ends once").isNull();
    submission.ended = world.now();
    submission.outcome = outcome;
    if (outcome instanceof Outcome.Chosen chosen) {
      submission.list = ids(chosen.answer());
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
