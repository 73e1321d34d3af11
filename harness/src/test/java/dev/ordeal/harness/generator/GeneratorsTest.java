package dev.ordeal.harness.generator;

import static dev.ordeal.harness.generator.Generators.any;
import static dev.ordeal.harness.generator.Generators.clients;
import static dev.ordeal.harness.generator.Generators.cycle;
import static dev.ordeal.harness.generator.Generators.eachProcess;
import static dev.ordeal.harness.generator.Generators.forEach;
import static dev.ordeal.harness.generator.Generators.fromSeed;
import static dev.ordeal.harness.generator.Generators.invoke;
import static dev.ordeal.harness.generator.Generators.mix;
import static dev.ordeal.harness.generator.Generators.nemesis;
import static dev.ordeal.harness.generator.Generators.once;
import static dev.ordeal.harness.generator.Generators.phases;
import static dev.ordeal.harness.generator.Generators.reserve;
import static dev.ordeal.harness.generator.Generators.sequence;
import static dev.ordeal.harness.generator.Generators.sleep;
import static dev.ordeal.harness.generator.Generators.weighted;
import static java.time.Duration.ofNanos;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.history.Op;
import java.time.Duration;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What each way to make and shape a generator does, seen in simulated histories. */
class GeneratorsTest {
  private static final Simulation ONE = Simulation.perfect().clients(1);

  private static Generator numbers() {
    return forEach(n -> Op.invoke("add", n));
  }

  private static List<String> byOneClient(Generator generator) {
    return ONE.invocations(generator.onClients());
  }

  private static Map<String, Long> countsByF(List<Op> ops) {
    return ops.stream()
        .filter(op -> op.type() == Op.Type.INVOKE)
        .collect(Collectors.groupingBy(Op::f, Collectors.counting()));
  }

  @Test
  void once_is_emitted_once() {
    assertThat(byOneClient(once(Op.invoke("read")))).containsExactly("0 p0 read");
  }

  @Test
  void for_each_counts_from_zero_without_end() {
    assertThat(byOneClient(numbers().limit(3)))
        .containsExactly("0 p0 add 0", "10 p0 add 1", "20 p0 add 2");
    assertThat(ONE.atMost(500).invocations(numbers())).hasSize(500);
  }

  @Test
  void repeat_begins_again_a_number_of_times_or_for_ever() {
    assertThat(byOneClient(numbers().limit(2).repeat(2)))
        .containsExactly("0 p0 add 0", "10 p0 add 1", "20 p0 add 0", "30 p0 add 1");
    assertThat(ONE.atMost(500).invocations(invoke("read").repeat())).hasSize(500);
    assertThat(byOneClient(invoke("read").repeat(0))).isEmpty();
  }

  @Test
  void repeating_what_never_does_anything_ends() {
    assertThat(byOneClient(Generators.nothing().repeat())).isEmpty();
    assertThat(byOneClient(numbers().limit(0).repeat())).isEmpty();
  }

  @Test
  void what_is_drawn_from_the_seed_differs_by_op_and_is_the_same_by_seed() {
    var drawn = fromSeed(random -> Op.invoke("add", random.nextInt(1_000_000))).limit(50);
    var first = byOneClient(drawn);
    assertThat(first).doesNotHaveDuplicates().isEqualTo(byOneClient(drawn));
    assertThat(ONE.seeded(2).invocations(drawn)).doesNotContainAnyElementsOf(first);
  }

  @Test
  void repeated_draws_are_new_draws() {
    var drawn = fromSeed(random -> Op.invoke("add", random.nextInt(1_000_000))).limit(1).repeat(9);
    assertThat(byOneClient(drawn)).hasSize(9);
    assertThat(ONE.run(drawn).stream().map(Op::value).distinct()).hasSize(9);
  }

  @Test
  void a_mix_follows_its_weights_until_all_parts_are_exhausted() {
    var endless = mix(weighted(3, invoke("read").repeat()), weighted(1, invoke("write").repeat()));
    assertThat(countsByF(ONE.atMost(1_000).run(endless)).get("read")).isBetween(700L, 800L);
    var finite = mix(invoke("read").repeat(3), invoke("write").repeat(5), invoke("cas"));
    assertThat(countsByF(ONE.run(finite))).isEqualTo(Map.of("read", 3L, "write", 5L, "cas", 1L));
  }

  @Test
  void weights_below_one_are_refused() {
    assertThatThrownBy(() -> weighted(0, numbers())).hasMessageContaining("above 0");
  }

  @Test
  void a_time_limit_ends_what_would_begin_later() {
    assertThat(byOneClient(numbers().timeLimit(ofNanos(25))))
        .containsExactly("0 p0 add 0", "10 p0 add 1", "20 p0 add 2");
    assertThat(byOneClient(numbers().delay(ofNanos(100)).timeLimit(ofNanos(150)))).hasSize(2);
  }

  @Test
  void a_time_limit_runs_from_when_it_is_its_turn() {
    assertThat(byOneClient(numbers().limit(3).then(numbers().timeLimit(ofNanos(15)))))
        .containsExactly("0 p0 add 0", "10 p0 add 1", "20 p0 add 2", "30 p0 add 0", "40 p0 add 1");
  }

  @Test
  void a_delay_spaces_evenly() {
    assertThat(byOneClient(numbers().delay(ofNanos(50)).limit(3)))
        .containsExactly("0 p0 add 0", "50 p0 add 1", "100 p0 add 2");
  }

  @Test
  void a_stagger_spaces_at_random_with_the_mean_of_the_whole() {
    var ops = Simulation.quick().clients(5).run(numbers().stagger(ofNanos(1_000)));
    var gaps = new LongSummaryStatistics();
    long before = 0;
    for (Op op : ops.stream().filter(each -> each.type() == Op.Type.INVOKE).toList()) {
      gaps.accept(op.time() - before);
      before = op.time();
    }
    assertThat(gaps.getAverage()).isBetween(900.0, 1_100.0);
    assertThat(gaps.getMin()).isLessThan(100);
    assertThat(gaps.getMax()).isBetween(1_900L, 2_000L);
  }

  @Test
  void a_rate_is_a_number_of_operations_a_second() {
    var second = numbers().rate(200).timeLimit(Duration.ofSeconds(1));
    assertThat(Simulation.quick().invocations(second).size()).isBetween(160, 240);
  }

  @Test
  void phases_wait_for_what_is_open_and_sequences_do_not() {
    var slow = Simulation.quick().taking(op -> op.f().equals("slow") ? 100 : 10);
    assertThat(slow.invocations(clients(phases(invoke("slow"), invoke("read")))))
        .extracting(text -> text.replaceAll(" p.", ""))
        .containsExactly("0 slow", "100 read");
    assertThat(slow.invocations(clients(sequence(invoke("slow"), invoke("read")))))
        .extracting(text -> text.replaceAll(" p.", ""))
        .containsExactly("0 slow", "0 read");
    assertThat(slow.invocations(clients(invoke("slow").then(invoke("read")))))
        .extracting(text -> text.replaceAll(" p.", ""))
        .containsExactly("0 slow", "100 read");
  }

  @Test
  void clients_and_nemesis_keep_to_themselves() {
    var both =
        any(
            clients(numbers().limit(3)),
            nemesis(sequence(sleep(ofNanos(15)), invoke("kill"), sleep(ofNanos(5)))));
    assertThat(ONE.invocations(both))
        .containsExactly("0 p0 add 0", "10 p0 add 1", "15 nemesis kill", "20 p0 add 2");
  }

  @Test
  void a_sleeping_generator_wakes_although_others_are_busy() {
    var both =
        any(
            clients(numbers().delay(ofNanos(7)).timeLimit(ofNanos(40))),
            nemesis(cycle(sleep(ofNanos(10)), invoke("kill"))).timeLimit(ofNanos(50)));
    assertThat(ONE.taking(op -> 1).invocations(both))
        .filteredOn(text -> text.contains("nemesis"))
        .containsExactly(
            "10 nemesis kill", "20 nemesis kill", "30 nemesis kill", "40 nemesis kill");
  }

  @Test
  void reserved_clients_run_their_own_generator() {
    var reserved =
        reserve(2, invoke("write").repeat())
            .reserve(1, invoke("cas").repeat())
            .rest(invoke("read").repeat())
            .timeLimit(ofNanos(1_000));
    var byF =
        Simulation.perfect().clients(5).run(clients(reserved)).stream()
            .collect(
                Collectors.groupingBy(Op::f, Collectors.mapping(Op::process, Collectors.toSet())));
    assertThat(byF)
        .isEqualTo(Map.of("write", Set.of(0, 1), "cas", Set.of(2), "read", Set.of(3, 4)));
  }

  @Test
  void reserving_more_clients_than_there_are_is_refused() {
    assertThatThrownBy(() -> byOneClient(reserve(2, numbers()).rest(numbers())))
        .hasMessageContaining("raise it");
  }

  @Test
  void each_process_runs_its_own_copy() {
    var ops = Simulation.perfect().clients(3).run(clients(eachProcess(numbers().limit(2))));
    assertThat(ops.stream().filter(op -> op.type() == Op.Type.INVOKE).map(Simulation::text))
        .containsExactlyInAnyOrder(
            "0 p0 add 0", "0 p1 add 0", "0 p2 add 0", "10 p0 add 1", "10 p1 add 1", "10 p2 add 1");
  }

  @Test
  void a_process_that_replaces_another_begins_with_a_fresh_copy() {
    var first = ONE.ending(op -> op.process() == 0 ? op.info("lost") : op.ok());
    assertThat(first.invocations(clients(eachProcess(numbers().limit(2)))))
        .containsExactly("0 p0 add 0", "10 p1 add 0", "20 p1 add 1");
  }

  @Test
  void until_ok_tries_again_until_it_is_ok() {
    var third = ONE.ending(op -> op.time() < 20 ? op.fail("not yet") : op.ok());
    assertThat(third.invocations(clients(invoke("read").untilOk())))
        .containsExactly("0 p0 read", "10 p0 read", "20 p0 read");
  }

  @Test
  void a_script_goes_on_with_what_its_own_process_was_answered() {
    var tokens = new AtomicLong(16);
    var lock =
        ONE.ending(
            op ->
                switch (op.f()) {
                  case "acquire" ->
                      op.time() == 0 ? op.fail("held") : op.ok(tokens.incrementAndGet());
                  default -> op.ok();
                });
    var holding =
        invoke("acquire")
            .whenOk(
                acquired ->
                    invoke("write", acquired.value())
                        .repeat(2)
                        .then(invoke("release", acquired.value())))
            .repeat();
    assertThat(lock.atMost(7).invocations(clients(eachProcess(holding))))
        .containsExactly(
            "0 p0 acquire",
            "10 p0 acquire",
            "20 p0 write 17",
            "30 p0 write 17",
            "40 p0 release 17",
            "50 p0 acquire",
            "60 p0 write 18");
  }

  @Test
  void a_script_follows_its_own_process_among_many() {
    var lock = Simulation.perfect().clients(3).ending(op -> op.ok((long) op.process()));
    var ops =
        lock.run(
            clients(eachProcess(invoke("who").whenOk(who -> invoke("is", who.value()).repeat(3)))));
    assertThat(ops).hasSize(24);
    assertThat(ops)
        .filteredOn(op -> op.f().equals("is"))
        .allMatch(op -> Long.valueOf(op.process()).equals(op.value()));
  }

  @Test
  void a_script_ends_when_its_process_retires() {
    var lossy = ONE.ending(op -> op.f().equals("write") ? op.info("lost") : op.ok());
    var script = invoke("acquire").whenOk(acquired -> invoke("write").repeat(5));
    assertThat(lossy.invocations(clients(sequence(script, invoke("end")))))
        .containsExactly("0 p0 acquire", "10 p0 write", "20 p1 end");
  }

  @Test
  void what_a_filter_refuses_is_skipped() {
    assertThat(byOneClient(numbers().filter(op -> (Long) op.value() % 2 == 1).limit(2)))
        .containsExactly("0 p0 add 1", "10 p0 add 3");
    assertThatThrownBy(() -> byOneClient(numbers().filter(op -> false)))
        .hasMessageContaining("widen its condition");
  }

  @Test
  void a_map_changes_f_and_value_only() {
    assertThat(byOneClient(numbers().limit(2).map(op -> Op.invoke("put", op.f() + op.value()))))
        .containsExactly("0 p0 put add0", "10 p0 put add1");
  }

  @Test
  void an_event_can_stop_a_generator() {
    assertThat(byOneClient(numbers().stopWhen(op -> Long.valueOf(2).equals(op.value()))))
        .hasSize(3);
  }

  @Test
  void completions_cannot_be_emitted() {
    assertThatThrownBy(() -> once(Op.invoke("read").ok())).hasMessageContaining("Op.invoke");
  }
}
