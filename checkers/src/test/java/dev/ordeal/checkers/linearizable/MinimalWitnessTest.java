package dev.ordeal.checkers.linearizable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.bench.histories.Shape;
import dev.ordeal.bench.histories.Subject;
import dev.ordeal.checkers.Anomaly;
import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.checkers.Verdict.Validity;
import dev.ordeal.checkers.models.CasRegister;
import dev.ordeal.checkers.models.FencedLock;
import dev.ordeal.checkers.models.Mutex;
import dev.ordeal.checkers.models.OwnerAwareMutex;
import dev.ordeal.checkers.models.Register;
import dev.ordeal.checkers.models.Semaphore;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import dev.ordeal.history.Operation;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A witness has no order by itself, and has one as soon as anything of it is let go. */
class MinimalWitnessTest {
  private static final int HISTORIES = Integer.getInteger("ordeal.witnesses", 1_000);

  /** An invocation and what was answered. */
  private record Exchange(Op invoke, Op answer) {}

  /** Random intervals of three workers with random answers: few such histories have an order. */
  private static History random(long seed, Function<Random, Exchange> exchange) {
    var random = new Random(seed * 0x9E3779B97F4A7C15L);
    var builder = History.builder();
    int operations = 4 + random.nextInt(4);
    var open = new Op[3];
    int[] process = {0, 1, 2};
    int fresh = 3;
    long time = 0;
    for (int begun = 0; begun < operations; time += random.nextInt(3)) {
      int worker = random.nextInt(3);
      if (open[worker] == null) {
        var next = exchange.apply(random);
        builder.add(next.invoke().withProcess(process[worker]).withTime(time));
        open[worker] = next.answer();
        begun++;
      } else {
        boolean seen = random.nextInt(8) > 0;
        Op answer = seen ? open[worker] : open[worker].info("timeout");
        builder.add(answer.withProcess(process[worker]).withTime(time));
        process[worker] = seen ? process[worker] : fresh++;
        open[worker] = null;
      }
    }
    for (int worker = 0; worker < 3; worker++) {
      if (open[worker] != null) {
        builder.add(open[worker].withProcess(process[worker]).withTime(++time));
      }
    }
    return builder.build();
  }

  private static Exchange exchange(Op invoke, Object answer) {
    return new Exchange(invoke, invoke.ok(answer));
  }

  /** The operations that were invoked in a witness. */
  private static List<Operation> operations(List<Op> witness) {
    return History.of(witness).operations().toList();
  }

  private static <S> void proves(Model<S> model, Function<Random, Exchange> exchange) {
    int invalid = 0;
    int supported = 0;
    for (long seed = 1; seed <= HISTORIES; seed++) {
      History history = random(seed, exchange);
      var all = operations(history.clientOps().toList());
      Verdict verdict = Linearizable.of(model).check(history);
      if (BruteForce.hasOrder(all, Set.of(), model)) {
        assertThat(verdict.validity()).as("seed %d", seed).isNotEqualTo(Validity.INVALID);
        continue;
      }
      invalid++;
      assertThat(verdict.anomalies()).as("seed %d", seed).hasSize(1);
      supported += isMinimal(model, history, verdict.anomalies().get(0), seed) ? 0 : 1;
    }
    assertThat(invalid).isGreaterThan(HISTORIES / 4);
    assertThat(supported).as("of %d", invalid).isLessThan(invalid / 2);
  }

  /** Whether every operation matters by its time, and none only because it must be there. */
  private static <S> boolean isMinimal(
      Model<S> model, History history, Anomaly anomaly, long seed) {
    String scene = "seed " + seed + "\n" + history + anomaly;
    List<Operation> witness = operations(anomaly.witness());
    assertThat(BruteForce.isLinearizable(History.of(anomaly.witness()), model)).as(scene).isFalse();
    Set<Operation> support =
        witness.stream()
            .filter(one -> !BruteForce.hasOrder(witness, Set.of(one), model))
            .collect(Collectors.toSet());
    assertThat(BruteForce.hasOrder(witness, support, model)).as(scene).isFalse();
    assertThat(anomaly.argument()).as(scene).isNotEmpty();
    String argument = String.join("\n", anomaly.argument());
    for (Operation one : witness) {
      assertThat(argument).as(scene).contains("p" + one.process() + "'s " + one.f());
    }
    for (Operation one : witness) {
      if (!support.contains(one)) {
        var letGo = new HashSet<>(support);
        letGo.add(one);
        assertThat(BruteForce.hasOrder(witness, letGo, model)).as(scene + one).isTrue();
      }
    }
    for (Operation one : support) {
      assertThat(isNeeded(one, witness, support, model) || givesTheName(one, anomaly, model))
          .as(scene + one)
          .isTrue();
    }
    return support.isEmpty();
  }

  /** Whether without it something else of the witness could be let go. */
  private static <S> boolean isNeeded(
      Operation one, List<Operation> witness, Set<Operation> support, Model<S> model) {
    List<Operation> rest = witness.stream().filter(other -> !other.equals(one)).toList();
    return rest.stream()
        .filter(other -> !support.contains(other))
        .anyMatch(
            other -> {
              var letGo = new HashSet<>(support);
              letGo.remove(one);
              letGo.add(other);
              return !BruteForce.hasOrder(rest, letGo, model);
            });
  }

  private static boolean givesTheName(Operation one, Anomaly anomaly, Model<?> model) {
    History rest = History.of(anomaly.witness()).filter(op -> op.index() != one.invoke().index());
    Verdict verdict = Linearizable.of(model).check(rest);
    return verdict.anomalies().stream().noneMatch(other -> other.name().equals(anomaly.name()));
  }

  @Test
  void of_a_register_with_few_values() {
    proves(
        new Register(),
        random ->
            random.nextBoolean()
                ? exchange(Op.invoke("read"), random.nextInt(4) == 0 ? null : random.nextInt(2))
                : exchange(Op.invoke("write", random.nextInt(2)), null));
  }

  @Test
  void of_a_register_whose_writes_differ() {
    int[] last = {0};
    proves(
        new Register(),
        random ->
            random.nextBoolean()
                ? exchange(Op.invoke("read"), Math.max(0, last[0] - random.nextInt(3)))
                : exchange(Op.invoke("write", ++last[0]), null));
  }

  @Test
  void of_a_cas_register() {
    proves(
        new CasRegister(),
        random ->
            switch (random.nextInt(4)) {
              case 0 -> exchange(Op.invoke("read"), random.nextInt(3));
              case 1 -> exchange(Op.invoke("write", random.nextInt(3)), null);
              default ->
                  exchange(Op.invoke("cas", List.of(random.nextInt(3), random.nextInt(3))), null);
            });
  }

  private static Exchange turn(Random random) {
    return exchange(Op.invoke(random.nextInt(5) < 3 ? "acquire" : "release"), null);
  }

  @Test
  void of_a_mutex() {
    proves(new Mutex(), MinimalWitnessTest::turn);
  }

  /** In both, there are too few acquires for all releases, and the same is wrong without that. */
  @ParameterizedTest
  @ValueSource(longs = {1062, 2713})
  void of_a_mutex_with_two_causes(long seed) {
    History history = random(seed, MinimalWitnessTest::turn);
    Verdict verdict = Linearizable.of(new Mutex()).check(history);
    isMinimal(new Mutex(), history, verdict.anomalies().get(0), seed);
  }

  @Test
  void of_a_mutex_with_owners() {
    proves(new OwnerAwareMutex(), MinimalWitnessTest::turn);
  }

  @Test
  void of_a_fenced_lock() {
    long[] granted = {0};
    proves(
        new FencedLock(),
        random -> {
          long token = Math.max(1, granted[0] - random.nextInt(2));
          var written = Map.of("token", token, "value", random.nextInt(2));
          return switch (random.nextInt(5)) {
            case 0, 1 ->
                exchange(Op.invoke("acquire"), Map.of("token", granted[0] += random.nextInt(3)));
            case 2 -> exchange(Op.invoke("release", Map.of("token", token)), null);
            case 3 -> exchange(Op.invoke("write", written), null);
            default -> exchange(Op.invoke("read"), written);
          };
        });
  }

  @Test
  void of_two_that_hold_at_once_is_that_whatever_else_the_lock_did() {
    var turns = new StringBuilder();
    for (int turn = 0; turn < 40; turn++) {
      String one = "p" + turn % 5;
      turns.append(one + " invoke acquire\n" + one + " ok acquire\n");
      turns.append(one + " invoke release\n" + one + " ok release\n");
    }
    String both =
        """
        p1 invoke acquire
        p1 ok acquire
        p2 invoke acquire
        p2 ok acquire
        p1 invoke release
        p1 ok release
        """;
    for (Model<?> model : List.of(new Mutex(), new OwnerAwareMutex(), new Semaphore(1))) {
      Verdict verdict = Linearizable.of(model).check(History.parse(turns + both));
      Anomaly anomaly = verdict.anomalies().get(0);
      assertThat(anomaly.name()).as(model.name()).isEqualTo("mutual-exclusion");
      assertThat(anomaly.witness()).as(model.name()).hasSizeBetween(4, 6);
      assertThat(anomaly.witness()).allMatch(op -> op.index() >= 160, model.name());
    }
  }

  @Test
  void that_has_to_grow_does_not_take_in_what_only_came_later() {
    // The two acquires that find the lock taken are explained by the release that p2 begins first.
    var history =
        History.parse(
            """
            0.00s p1 invoke acquire
            0.01s p2 invoke release
            0.05s p0 invoke acquire
            0.06s p1 ok acquire
            0.07s p0 ok acquire
            0.09s p2 ok release
            0.13s p1 invoke acquire
            0.16s p1 ok acquire
            0.17s p1 invoke acquire
            0.17s p2 invoke release
            0.23s p2 ok release
            0.25s p2 invoke release
            0.25s p1 ok acquire
            0.33s p2 ok release
            """);
    var special = Linearizable.of(new Mutex()).check(history);
    var searched = Linearizable.of(new Mutex()).bySearchAlone().check(history);
    assertThat(special.stats()).containsEntry("algorithm", "lazy-earliest-deadline");
    var witness = special.anomalies().get(0).witness();
    assertThat(witness).isEqualTo(searched.anomalies().get(0).witness());
    assertThat(witness).hasSize(10).allMatch(op -> op.time() < 250_000_000, "no last release");
  }

  @Test
  void of_thousands_of_operations_is_a_few() {
    for (String name : List.of("register", "cas-register", "mutex", "owner-aware-mutex")) {
      var subject = Subject.named(name);
      for (long seed = 1; seed <= 3; seed++) {
        var shape = Shape.of(2_000, 10).withSeed(seed).withViolation();
        showsFew(subject.model(), subject.history(shape), name + " " + seed);
      }
      showsFew(subject.model(), subject.history(Shape.of(10_000, 10).withViolation()), name);
    }
  }

  private static <S> void showsFew(Model<S> model, History history, String scene) {
    for (var checker : List.of(Linearizable.of(model), Linearizable.of(model).bySearchAlone())) {
      Verdict verdict = checker.check(history);
      assertThat(verdict.validity()).as(scene + verdict.reason()).isEqualTo(Validity.INVALID);
      assertThat(verdict.anomalies()).as(scene).hasSize(1);
      Anomaly anomaly = verdict.anomalies().get(0);
      var witness = operations(anomaly.witness());
      assertThat(witness).as(scene).hasSizeLessThan(10);
      assertThat(BruteForce.hasOrder(witness, Set.of(), model)).as(scene).isFalse();
      assertThat(anomaly.argument()).as(scene).isNotEmpty();
    }
  }
}
