package dev.ordeal.workloads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.checkers.Checkers;
import dev.ordeal.harness.InconclusiveError;
import dev.ordeal.harness.Trial;
import dev.ordeal.harness.Workload;
import dev.ordeal.harness.cluster.simulated.SimulatedBackend;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import dev.ordeal.history.Op.Type;
import dev.ordeal.results.RunStore;
import dev.ordeal.workloads.MemoryStore.Flaw;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Sound stores are acquitted, and broken ones are convicted of what is wrong with them. */
class StoresTest {
  private static final int SEEDS = 5;

  @TempDir private Path store;

  private static Stores on(Flaw flaw) {
    return Stores.of(new MemoryStore(flaw).connector());
  }

  @Test
  void a_sound_store_is_linearizable_with_and_without_cas() {
    for (long seed = 0; seed < SEEDS; seed++) {
      trial(on(Flaw.NONE).linearizable(), seed).run().assertValid();
      trial(on(Flaw.NONE).cas(0.2).linearizable(), seed).run().assertValid();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "COPIES_DIFFER_FOR_A_WHILE"})
  void a_sound_ring_is_acquitted_though_its_copies_take_time_to_agree(Flaw flaw) {
    for (long seed = 0; seed < SEEDS; seed++) {
      var run = trial(on(flaw).onRing().linearizable(), seed).run().assertValid();
      var placement = run.verdict().parts().get("placement").stats();
      assertThat((Long) placement.get("changes")).as("members changed").isPositive();
    }
  }

  @Test
  void a_store_that_reads_stale_may_still_be_durable() {
    for (long seed = 0; seed < SEEDS; seed++) {
      trial(on(Flaw.READS_STALE).durable(), seed).run().assertValid();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "READS_STALE, stale-read",
    "FORGETS_KEYS, lost-write",
    "UNDOES_UPDATES, lost-update",
    "CAS_WITHOUT_COMPARING, lost-update",
    "MOVES_ALL_KEYS, keys-moved",
    "LIES_UNEVENLY, imbalance",
    "COPIES_DIFFER, divergent-replicas",
    "RINGS_DIFFER, divergent-ring"
  })
  void a_store_is_convicted_of(Flaw flaw, String anomaly) {
    for (long seed = 0; seed < SEEDS; seed++) {
      trial(on(flaw).cas(0.2).onRing().linearizable(), seed).run().assertConvicted(anomaly);
    }
  }

  @ParameterizedTest
  @CsvSource({"FORGETS_KEYS, lost-write", "UNDOES_UPDATES, lost-update"})
  void a_store_that_only_claims_to_be_durable_is_convicted_of(Flaw flaw, String anomaly) {
    for (long seed = 0; seed < SEEDS; seed++) {
      trial(on(flaw).durable(), seed).run().assertConvicted(anomaly);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NEVER_ANSWERS", "NEVER_ANSWERS_READS"})
  void a_store_that_does_not_answer_is_never_acquitted(Flaw flaw) {
    var shortly = Duration.ofMillis(300);
    var run = trial(on(flaw).durable(), 1).time(shortly).recovery(shortly).run();
    assertThatThrownBy(run::assertValid).isInstanceOf(InconclusiveError.class);
  }

  @Test
  void the_vocabulary_is_the_documented_one() {
    var history = history(on(Flaw.NONE).cas(0.2).onRing().linearizable());
    var fs = history.clientOps().map(Op::f).collect(Collectors.toSet());
    assertThat(fs).isEqualTo(Set.of("read", "write", "cas", "placement", "holds"));
    history
        .clientOps()
        .filter(op -> Set.of("read", "write", "cas").contains(op.f()))
        .forEach(op -> assertThat((List<?>) op.value()).as(op.toString()).hasSize(2));
  }

  @Test
  void no_value_is_written_twice() {
    var values = new HashSet<Object>();
    history(on(Flaw.NONE).cas(0.2).linearizable())
        .clientOps()
        .filter(op -> op.type() == Type.INVOKE && !op.f().equals("read"))
        .map(op -> ((List<?>) op.value()).get(1))
        .forEach(
            value -> {
              Object written = value instanceof List<?> change ? change.get(1) : value;
              assertThat(values.add(written)).as("%s is new", written).isTrue();
            });
    assertThat(values).hasSizeGreaterThan(100);
  }

  @Test
  void every_key_that_was_written_is_read_twice_in_the_end() {
    var history = history(on(Flaw.NONE).linearizable());
    int heal = history.last(Type.INFO, "heal").orElseThrow().index();
    var reads = new HashMap<Object, Integer>();
    history
        .oks("read")
        .filter(op -> op.index() > heal)
        .forEach(op -> reads.merge(((List<?>) op.value()).get(0), 1, Integer::sum));
    var written =
        history.oks("write").map(op -> ((List<?>) op.value()).get(0)).collect(Collectors.toSet());
    assertThat(written).hasSizeGreaterThan(100);
    written.forEach(key -> assertThat(reads).as("reads of %s", key).containsEntry(key, 2));
  }

  /** A few are contended while they are hot, and hundreds are used in a second. */
  @Test
  void keys_are_contended_and_move_on() {
    var history = history(on(Flaw.NONE).linearizable());
    var uses = new HashMap<Object, Integer>();
    history
        .clientOps()
        .filter(op -> op.type() == Type.INVOKE && op.time() < Duration.ofSeconds(2).toNanos())
        .forEach(op -> uses.merge(((List<?>) op.value()).get(0), 1, Integer::sum));
    var counts = uses.values().stream().sorted((a, b) -> b - a).toList();
    assertThat(counts).hasSizeGreaterThan(200);
    assertThat(counts.subList(0, 10)).allMatch(count -> count > 15);
  }

  @Test
  void most_cas_succeed_on_a_store_that_is_fast() {
    var tally =
        trial(on(Flaw.NONE).cas(0.2).linearizable(), 1)
            .run()
            .assertValid()
            .verdict()
            .evidence()
            .operations()
            .get("cas");
    assertThat(tally.ok()).isGreaterThan(tally.invoked() / 2).isGreaterThan(20);
  }

  @Test
  void a_workload_names_the_checker_by_which_a_stored_run_is_judged_again() {
    var stores = on(Flaw.NONE);
    for (Workload workload :
        List.of(
            stores.linearizable(),
            stores.durable(),
            stores.onRing().linearizable(),
            stores.onRing().durable())) {
      assertThat(Checkers.names()).contains(workload.checkerName());
    }
    assertThat(stores.durable().checkerName()).isEqualTo("store-durable");
  }

  @Test
  void shares_beyond_the_whole_are_refused() {
    assertThatThrownBy(() -> on(Flaw.NONE).cas(1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a share is from 0 to 1, not 1.5");
  }

  private History history(Workload workload) {
    return trial(workload, 1).run().assertValid().history();
  }

  private Trial trial(Workload workload, long seed) {
    var idle =
        SimulatedBackend.of(5, name -> new LockNode(MemoryLock.withoutLease(MemoryLock.Flaw.NONE)));
    return Trial.named("store")
        .on(idle)
        .workload(workload)
        .time(Duration.ofSeconds(2))
        .seed(seed)
        .store(RunStore.at(store))
        .quiet();
  }
}
