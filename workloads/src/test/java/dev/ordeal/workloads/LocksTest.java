package dev.ordeal.workloads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.checkers.Checkers;
import dev.ordeal.harness.InconclusiveError;
import dev.ordeal.harness.Trial;
import dev.ordeal.harness.ViolationError;
import dev.ordeal.harness.Workload;
import dev.ordeal.harness.client.RpcClient;
import dev.ordeal.harness.cluster.simulated.LatencyDistribution;
import dev.ordeal.harness.cluster.simulated.SimulatedBackend;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import dev.ordeal.results.RunStore;
import dev.ordeal.workloads.MemoryLock.Flaw;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sound locks are acquitted, and broken ones are convicted of what is wrong with them. */
class LocksTest {
  private static final int SEEDS = 6;
  private static final int CLIENTS = 5;
  private static final int PATIENT = 20;
  private static final int HASTY = 2;

  @TempDir private Path store;

  @Test
  void a_sound_lock_is_exclusive() {
    for (long seed = 0; seed < SEEDS; seed++) {
      var lock = MemoryLock.withoutLease(Flaw.NONE);
      trial(Locks.exclusive(lock.connector()), seed).run().assertValid();
    }
  }

  @Test
  void a_sound_lock_with_leases_that_run_out_is_fenced() {
    for (int lease : new int[] {PATIENT, HASTY}) {
      for (long seed = 0; seed < SEEDS; seed++) {
        var lock = MemoryLock.withLease(Flaw.NONE, lease);
        trial(Locks.fenced(lock.connector()), seed).run().assertValid();
      }
    }
  }

  @Test
  void sound_locks_are_acquitted_in_real_time_too() {
    var backend = new RealTime(idle());
    var shortly = Duration.ofMillis(400);
    var exclusive = Locks.exclusive(MemoryLock.withoutLease(Flaw.NONE).connector());
    trial(exclusive, 1).on(backend).time(shortly).run().assertValid();
    var fenced = Locks.fenced(MemoryLock.withLease(Flaw.NONE, HASTY).connector());
    trial(fenced, 1).on(backend).time(shortly).run().assertValid();
  }

  @ParameterizedTest
  @CsvSource({
    "GRANTS_TO_TWO, mutual-exclusion",
    "RELEASES_FOR_ANYBODY, release-by-non-owner",
    "FORGETS_RELEASES, no-progress",
    "ALWAYS_SAYS_NO, no-progress"
  })
  void an_exclusive_lock_is_convicted_of(Flaw flaw, String anomaly) {
    for (long seed = 0; seed < SEEDS; seed++) {
      var lock = MemoryLock.withoutLease(flaw);
      trial(Locks.exclusive(lock.connector()), seed).run().assertConvicted(anomaly);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "REPEATS_TOKENS, token-not-growing",
    "TAKES_STALE_TOKENS, stale-token-write",
    "LOSES_WRITES, stale-read",
    "ALWAYS_SAYS_NO, no-progress"
  })
  void a_fenced_lock_is_convicted_of(Flaw flaw, String anomaly) {
    for (long seed = 0; seed < SEEDS; seed++) {
      var lock = MemoryLock.withLease(flaw, HASTY);
      trial(Locks.fenced(lock.connector()), seed).run().assertConvicted(anomaly);
    }
  }

  @Test
  void a_lock_that_never_answers_is_never_acquitted() {
    var mute = MemoryLock.withoutLease(Flaw.NEVER_ANSWERS);
    for (Workload workload :
        new Workload[] {Locks.exclusive(mute.connector()), Locks.fenced(mute.connector())}) {
      var run =
          trial(workload, 1).time(Duration.ofMillis(50)).recovery(Duration.ofMillis(50)).run();
      assertThatThrownBy(run::assertValid)
          .isInstanceOf(InconclusiveError.class)
          .hasMessageContaining("No acquire was ever ok");
    }
  }

  @Test
  void a_flaw_that_the_promise_does_not_speak_of_is_no_anomaly() {
    var lock = MemoryLock.withoutLease(Flaw.LOSES_WRITES);
    trial(Locks.exclusive(lock.connector()), 1).run().assertValid();
  }

  @Test
  void a_fenced_lock_must_give_tokens() {
    var lock = MemoryLock.withLease(Flaw.GIVES_NO_TOKENS, PATIENT);
    var run = trial(Locks.fenced(lock.connector()), 1).run();
    assertThatThrownBy(run::assertValid)
        .isInstanceOf(ViolationError.class)
        .hasMessageContaining("an acquire answers no positive token");
    var exclusive = MemoryLock.withoutLease(Flaw.GIVES_NO_TOKENS);
    trial(Locks.exclusive(exclusive.connector()), 1).run().assertValid();
  }

  @Test
  void the_vocabulary_is_the_documented_one() {
    var fenced = run(Locks.fenced(MemoryLock.withLease(Flaw.NONE, HASTY).connector()));
    assertThat(fs(fenced)).containsExactlyInAnyOrder("acquire", "release", "write", "read");
    fenced
        .clientOps()
        .forEach(
            op -> {
              boolean ok = op.type() == Op.Type.OK;
              switch (op.f()) {
                case "acquire" -> assertThat(keys(op)).isEqualTo(ok ? Set.of("token") : Set.of());
                case "release" -> assertThat(keys(op)).isEqualTo(Set.of("token"));
                case "write" -> assertThat(keys(op)).isEqualTo(Set.of("token", "value"));
                default -> assertThat(keys(op)).isEqualTo(ok ? Set.of("token", "value") : Set.of());
              }
            });
    var exclusive = run(Locks.exclusive(MemoryLock.withoutLease(Flaw.NONE).connector()));
    assertThat(fs(exclusive)).containsExactlyInAnyOrder("acquire", "release");
  }

  @Test
  void writes_of_different_grants_differ() {
    var history = run(Locks.fenced(MemoryLock.withLease(Flaw.NONE, PATIENT).connector()));
    var inputs =
        history
            .clientOps()
            .filter(op -> op.type() == Op.Type.INVOKE && op.f().equals("write"))
            .map(op -> ((Map<?, ?>) op.value()).get("value"))
            .toList();
    assertThat(inputs).isNotEmpty().doesNotHaveDuplicates();
  }

  @Test
  void a_workload_names_the_checker_by_which_a_stored_run_is_judged_again() {
    var connector = MemoryLock.withoutLease(Flaw.NONE).connector();
    assertThat(Locks.exclusive(connector).checkerName()).isEqualTo("lock-exclusive");
    assertThat(Locks.fenced(connector).checkerName()).isEqualTo("lock-fenced");
    assertThat(Checkers.names()).contains("lock-exclusive", "lock-fenced");
  }

  @Test
  void in_the_end_every_client_gets_the_lock() {
    var exclusive = run(Locks.exclusive(MemoryLock.withoutLease(Flaw.NONE).connector()));
    assertThat(served(exclusive)).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
    var fenced = run(Locks.fenced(MemoryLock.withLease(Flaw.NONE, PATIENT).connector()));
    assertThat(served(fenced)).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
  }

  @Test
  void who_holds_a_lock_without_leases_when_the_time_is_over_lets_it_go() {
    int holders = 0;
    for (long seed = 0; seed < 2 * SEEDS; seed++) {
      var lock = MemoryLock.withoutLease(Flaw.NONE);
      var slow = Duration.ofMillis(5);
      var backend =
          SimulatedBackend.of(1, name -> new LockNode(lock))
              .clientLatency(LatencyDistribution.uniform(slow, slow.multipliedBy(2)));
      var workload = Locks.exclusive(RpcClient.connector(Duration.ofSeconds(1)));
      var run = trial(workload, seed).on(backend).run().assertValid();
      holders += isHeldAtTheEnd(run.history()) ? 1 : 0;
    }
    assertThat(holders).as("in some of these trials, somebody held").isPositive();
  }

  private History run(Workload workload) {
    return trial(workload, 1).run().assertValid().history();
  }

  private Trial trial(Workload workload, long seed) {
    return Trial.named("lock")
        .on(idle())
        .workload(workload)
        .concurrency(CLIENTS)
        .time(Duration.ofSeconds(1))
        .recovery(Duration.ofSeconds(2))
        .seed(seed)
        .store(RunStore.at(store))
        .quiet();
  }

  /** The clients of these trials do not talk to nodes. */
  private static SimulatedBackend idle() {
    return SimulatedBackend.of(1, name -> new LockNode(MemoryLock.withoutLease(Flaw.NONE)));
  }

  private static Set<String> fs(History history) {
    var fs = new HashSet<String>();
    history.clientOps().forEach(op -> fs.add(op.f()));
    return fs;
  }

  private static Set<Object> keys(Op op) {
    return op.value() instanceof Map<?, ?> value ? new HashSet<>(value.keySet()) : Set.of();
  }

  /** The processes that got the lock after the heal. */
  private static Set<Integer> served(History history) {
    int heal = history.last(Op.Type.INFO, "heal").orElseThrow().index();
    var served = new HashSet<Integer>();
    history.oks("acquire").filter(op -> op.index() > heal).forEach(op -> served.add(op.process()));
    return served;
  }

  private static boolean isHeldAtTheEnd(History history) {
    int heal = history.last(Op.Type.INFO, "heal").orElseThrow().index();
    long acquired = history.oks("acquire").filter(op -> op.index() < heal).count();
    long released = history.oks("release").filter(op -> op.index() < heal).count();
    return acquired > released;
  }
}
