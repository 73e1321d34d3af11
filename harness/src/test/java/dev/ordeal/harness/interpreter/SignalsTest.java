package dev.ordeal.harness.interpreter;

import static dev.ordeal.harness.generator.Generators.any;
import static dev.ordeal.harness.generator.Generators.clients;
import static dev.ordeal.harness.generator.Generators.invoke;
import static dev.ordeal.harness.generator.Generators.nemesis;
import static dev.ordeal.harness.generator.Generators.sequence;
import static dev.ordeal.harness.generator.Generators.sleep;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.harness.Signals;
import dev.ordeal.harness.client.AsyncClient;
import dev.ordeal.harness.client.Client;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What somebody sees happen gets into the history as an op of the nemesis. */
@Timeout(60)
class SignalsTest {
  private final List<Op> journal = new ArrayList<>();
  private final QueueTime time = new QueueTime();
  private final AtomicReference<Signals> signals = new AtomicReference<>(Signals.NONE);

  /** A nemesis that tells of each of its ops that it has seen it. */
  private Setup telling(Client client) {
    return Setup.of(node -> client, FakeNode.several(1), 2, 42, journal::add)
        .withNemesis(
            op -> {
              signals.get().tell("saw", Map.of("what", op.f()));
              return null;
            });
  }

  private static List<String> nemesisOps(List<Op> ops) {
    return ops.stream().filter(Op::isNemesis).map(op -> op.type() + " " + op.f()).toList();
  }

  @ParameterizedTest
  @EnumSource
  void a_signal_waits_until_the_nemesis_is_free_and_begins_and_ends_at_once(World world)
      throws Exception {
    try (var interpreter = world.open(telling(op -> op.ok()), time)) {
      signals.set(interpreter.signals());
      interpreter.run(nemesis(invoke("watch")));
    }
    assertThat(nemesisOps(journal))
        .containsExactly("INVOKE watch", "INFO watch", "INVOKE saw", "INFO saw");
    var history = History.of(journal);
    assertThat(history.get(2).time()).isEqualTo(history.get(3).time());
    assertThat(history.get(3).value()).isEqualTo(Map.of("what", "watch"));
  }

  @ParameterizedTest
  @EnumSource
  void a_generator_hears_of_a_signal_while_it_waits_for_nothing_else(World world) throws Exception {
    var untilSeen =
        clients(sleep(ofSeconds(30)))
            .stopWhen(event -> event.f().equals("saw"))
            .timeLimit(ofSeconds(40));
    try (var interpreter = world.open(telling(op -> op.ok()), time)) {
      signals.set(interpreter.signals());
      interpreter.run(sequence(any(untilSeen, nemesis(invoke("watch")))));
      assertThat(interpreter.progress().time()).isLessThan(ofSeconds(20).toNanos());
    }
    assertThat(nemesisOps(journal)).endsWith("INFO saw");
  }

  @Test
  void a_signal_that_comes_while_stragglers_are_waited_for_holds_nobody_up() throws Exception {
    AsyncClient slow =
        op -> {
          var answer = new CompletableFuture<Op>();
          time.at(time.now() + ofMillis(1).toNanos(), () -> signals.get().tell("saw", Map.of()));
          time.at(time.now() + ofMillis(5).toNanos(), () -> answer.complete(op.ok()));
          return answer;
        };
    try (var interpreter = World.VIRTUAL.open(telling(slow), time)) {
      signals.set(interpreter.signals());
      interpreter.run(clients(invoke("read")));
    }
    assertThat(journal)
        .extracting(op -> op.type() + " " + op.f())
        .containsExactly("INVOKE read", "INVOKE saw", "INFO saw", "OK read");
  }

  @Test
  void a_signal_from_another_thread_wakes_who_waits() throws Exception {
    var other = new Thread(() -> signals.get().tell("saw", Map.of()));
    var setup =
        Setup.of(node -> op -> op.ok(), FakeNode.several(1), 1, 42, journal::add)
            .withNemesis(
                op -> {
                  other.start();
                  return null;
                });
    try (var interpreter = World.REAL.open(setup, time)) {
      signals.set(interpreter.signals());
      interpreter.run(
          any(
              nemesis(invoke("watch")),
              nemesis(sleep(ofSeconds(50)).stopWhen(event -> event.f().equals("saw")))));
    }
    assertThat(nemesisOps(journal)).endsWith("INVOKE saw", "INFO saw");
  }
}
