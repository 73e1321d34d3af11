package dev.ordeal.harness.generator;

import static dev.ordeal.harness.generator.Generators.any;
import static dev.ordeal.harness.generator.Generators.clients;
import static dev.ordeal.harness.generator.Generators.cycle;
import static dev.ordeal.harness.generator.Generators.eachProcess;
import static dev.ordeal.harness.generator.Generators.fromSeed;
import static dev.ordeal.harness.generator.Generators.invoke;
import static dev.ordeal.harness.generator.Generators.mix;
import static dev.ordeal.harness.generator.Generators.nemesis;
import static dev.ordeal.harness.generator.Generators.phases;
import static dev.ordeal.harness.generator.Generators.reserve;
import static dev.ordeal.harness.generator.Generators.sequence;
import static dev.ordeal.harness.generator.Generators.sleep;
import static dev.ordeal.harness.generator.Generators.weighted;
import static java.time.Duration.ofNanos;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every generator keeps to, whatever it is made of: random trees of all combinators. */
class LawsTest {
  private static final int TREES = 400;

  /** The seeds to check with: one a law, or as many as {@code -Dordeal.law.seeds} says. */
  static LongStream seeds() {
    return LongStream.rangeClosed(1, Long.getLong("ordeal.law.seeds", 1));
  }

  /** A generator made of random combinators, up to a depth. */
  static Generator tree(SplittableRandom random, int depth) {
    if (depth == 0) {
      return leaf(random);
    }
    Generator first = tree(random, depth - 1);
    var gap = ofNanos(random.nextInt(1, 40));
    int few = random.nextInt(1, 4);
    return switch (random.nextInt(20)) {
      case 0 -> first.repeat(few);
      case 1 -> first.limit(few * 5L);
      case 2 -> first.timeLimit(gap.multipliedBy(10));
      case 3 -> first.stagger(gap);
      case 4 -> first.delay(gap);
      case 5 -> first.then(tree(random, depth - 1));
      case 6 -> first.onClients();
      case 7 -> first.untilOk().limit(20);
      case 8 -> first.whenOk(done -> invoke("after-" + done.f()).repeat(few));
      case 9 -> first.filter(op -> !Long.valueOf(3).equals(op.value()));
      case 10 -> first.map(op -> Op.invoke(op.f() + "'", op.value()));
      case 11 -> sequence(first, sleep(gap), tree(random, depth - 1));
      case 12 -> phases(first, tree(random, depth - 1));
      case 13 -> any(first, tree(random, depth - 1));
      case 14 -> any(clients(first), nemesis(tree(random, depth - 1)));
      case 15 -> mix(first, tree(random, depth - 1));
      case 16 -> mix(weighted(3, first), weighted(1, tree(random, depth - 1)));
      case 17 -> eachProcess(first).limit(30);
      case 18 -> reserve(1, first).rest(tree(random, depth - 1)).limit(30);
      default -> cycle(first, sleep(gap)).limit(20);
    };
  }

  private static Generator leaf(SplittableRandom random) {
    int kind = random.nextInt(3);
    int most = random.nextInt(1, 9);
    return switch (kind) {
      case 0 -> invoke("read");
      case 1 -> Generators.forEach(n -> Op.invoke("add", n)).limit(most);
      default -> fromSeed(draw -> Op.invoke("write", draw.nextInt(5))).limit(most);
    };
  }

  private interface Law {
    void check(Simulation simulation, Generator generator);
  }

  /** Generators end: what is longest-lived here is bounded by the number of invocations. */
  private static void forAll(long seed, Law law) {
    var random = new SplittableRandom(seed);
    for (int i = 0; i < TREES; i++) {
      long treeSeed = random.nextLong();
      var drawn = new SplittableRandom(treeSeed);
      Generator generator = tree(drawn, 1 + i % 4).timeLimit(ofNanos(2_000));
      var simulation =
          Simulation.quick()
              .clients(3)
              .atMost(200)
              .seeded(treeSeed)
              .taking(op -> 1 + Draws.below(Draws.draw(treeSeed, op.time() + op.process()), 25))
              .ending(op -> ending(op, treeSeed));
      try {
        law.check(simulation, generator);
      } catch (AssertionError | RuntimeException broken) {
        throw new AssertionError("tree of seed " + treeSeed + ", depth " + (1 + i % 4), broken);
      }
    }
  }

  static Op ending(Op op, long seed) {
    if (op.isNemesis()) {
      return op.info("done");
    }
    return switch (Draws.below(Draws.draw(seed, ~(op.time() + op.process())), 6)) {
      case 0 -> op.info("lost");
      case 1 -> op.fail("no");
      default -> op.ok();
    };
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void the_same_seed_emits_the_same_ops(long seed) {
    forAll(
        seed,
        (simulation, generator) ->
            assertThat(simulation.run(generator)).isEqualTo(simulation.run(generator)));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void only_free_processes_are_given_ops(long seed) {
    // The simulation refuses others, and a history refuses two open operations of a process.
    forAll(
        seed,
        (simulation, generator) -> {
          var ops = simulation.run(generator);
          assertThat(History.of(ops).size()).isEqualTo(ops.size());
          assertThat(ops).extracting(Op::time).isSorted();
        });
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void asking_twice_gives_the_same_answer(long seed) {
    forAll(
        seed,
        (simulation, generator) ->
            assertThat(simulation.run(new AskedTwice(generator)))
                .isEqualTo(simulation.run(generator)));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void asking_all_the_time_neither_changes_nor_postpones_the_answer(long seed) {
    forAll(
        seed,
        (simulation, generator) ->
            assertThat(simulation.askingAllTheTime().run(generator))
                .isEqualTo(simulation.run(generator)));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void what_strangers_do_disturbs_nothing(long seed) {
    forAll(
        seed,
        (simulation, generator) ->
            assertThat(simulation.run(new Disturbed(generator)))
                .isEqualTo(simulation.run(generator)));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void what_is_drawn_does_not_depend_on_when_others_are_done(long seed) {
    var drawing = fromSeed(random -> Op.invoke("write", random.nextInt(1_000_000))).limit(30);
    var both = any(clients(drawing), nemesis(invoke("cut").repeat(20).stagger(ofNanos(9))));
    for (int latency : IntStream.of(1, 7, 100).toArray()) {
      var values =
          Simulation.quick().seeded(seed).taking(op -> latency).run(both).stream()
              .filter(op -> op.type() == Op.Type.INVOKE && !op.isNemesis())
              .map(Op::value)
              .toList();
      assertThat(values).isEqualTo(drawn(both, seed)).hasSize(30);
    }
  }

  private static List<Object> drawn(Generator generator, long seed) {
    var values = new ArrayList<Object>();
    Simulation.quick().seeded(seed).run(generator).stream()
        .filter(op -> op.type() == Op.Type.INVOKE && !op.isNemesis())
        .forEach(op -> values.add(op.value()));
    return values;
  }

  /** Checks that each question, put twice, is answered twice the same. */
  private record AskedTwice(Generator generator) implements Generator {
    @Override
    public Next next(Context context) {
      Next first = generator.next(context);
      Next second = generator.next(context);
      if (first instanceof Emit one && second instanceof Emit two) {
        assertThat(one.op()).isEqualTo(two.op());
        return new Emit(two.op(), new AskedTwice(two.rest()));
      }
      if (first instanceof Pending one && second instanceof Pending two) {
        assertThat(one.wake()).isEqualTo(two.wake()).isGreaterThan(context.time());
        return new Pending(two.wake(), new AskedTwice(two.rest()));
      }
      assertThat(first).isEqualTo(second).isEqualTo(new Exhausted());
      return second;
    }

    @Override
    public Generator update(Context context, Op event) {
      return new AskedTwice(generator.update(context, event));
    }
  }

  /** Tells of a process that nobody knows, whenever something happens. */
  private record Disturbed(Generator generator) implements Generator {
    @Override
    public Next next(Context context) {
      Next next = generator.next(context);
      if (next instanceof Emit emit) {
        return new Emit(emit.op(), new Disturbed(emit.rest()));
      }
      return next instanceof Pending pending
          ? new Pending(pending.wake(), new Disturbed(pending.rest()))
          : next;
    }

    @Override
    public Generator update(Context context, Op event) {
      Op stranger = event.withProcess(3_000_000);
      return new Disturbed(generator.update(context, event).update(context, stranger));
    }
  }
}
