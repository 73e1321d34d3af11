package dev.ordeal.nemesis;

import dev.ordeal.harness.cluster.Network.Cut;
import dev.ordeal.history.Op;
import dev.ordeal.nemesis.Phases.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Plans of every kind, the same for the same seed. */
final class RandomPlans {
  private static final List<String> ODD =
      List.of(
          "",
          " ",
          "a b",
          "or",
          "3",
          "3 s",
          "s",
          "x",
          "say \"no\"",
          "back\\slash",
          "\\d+\n",
          "n1,n2",
          "a,",
          "ключ",
          "it",
          "key=value",
          "[",
          "when",
          "undone",
          "1.5 MB",
          "2 x",
          "?",
          "#1",
          "a|b");

  private final SplittableRandom random;

  RandomPlans(long seed) {
    random = new SplittableRandom(seed);
  }

  /** Any plan, of no more than so many levels. */
  Plan plan(int depth) {
    List<Supplier<Plan>> kinds =
        List.of(
            () -> cycle(depth),
            () -> new Swizzle(ofNodes(), time(), time(), time(), bound()),
            this::script,
            Plan::calm,
            () -> cycle(depth),
            () -> new Together(plans(depth)),
            () -> new Sequence(plans(depth)),
            () -> new Phases(phases(depth)),
            () -> new Triggered(trigger(), maybe(), plan(depth - 1), random.nextBoolean()));
    return kinds.get(random.nextInt(depth > 0 ? kinds.size() : 5)).get();
  }

  private List<Plan> plans(int depth) {
    var plans = new ArrayList<Plan>();
    for (int i = 0; i < 2 + random.nextInt(2); i++) {
      plans.add(plan(depth - 1));
    }
    return plans;
  }

  private List<Phase> phases(int depth) {
    var phases = new ArrayList<Phase>();
    for (int i = 0; i < 1 + random.nextInt(3); i++) {
      phases.add(new Phase(one(List.of("calm", "storm", word())), time(), plan(depth - 1)));
    }
    return phases;
  }

  private Cycle cycle(int depth) {
    return new Cycle(choice(), rhythm());
  }

  private Choice choice() {
    return switch (random.nextInt(4)) {
      case 0 -> new Rolling(one(List.of(Fault.kill(Targets.all()), onNamed(), isolation())));
      case 1 -> Mix.of(1 + random.nextInt(9), fault()).or(1 + random.nextInt(9), fault());
      default -> fault();
    };
  }

  private Rhythm rhythm() {
    return switch (random.nextInt(4)) {
      case 0 -> new Rhythm.Poisson(maybe(), time(), time(), bound());
      case 1 -> new Rhythm.Once(maybe(), time());
      case 2 -> new Rhythm.Flapping(steady(), time(), time());
      default -> steady();
    };
  }

  private Rhythm.Steady steady() {
    var lasting = time();
    return new Rhythm.Steady(maybe(), lasting, lasting.plus(time()), bound());
  }

  /** Exactly so long; of all sizes. */
  private Duration time() {
    long unit = one(List.of(1L, 1_000L, 1_000_000L, 1_000_000_000L, 60_000_000_000L));
    return Duration.ofNanos(Math.max(1_000_000, unit * (1 + random.nextInt(100))) + unit % 7);
  }

  private Duration maybe() {
    return random.nextBoolean() ? Duration.ZERO : time();
  }

  private Duration bound() {
    return random.nextBoolean() ? Plan.FOREVER : time();
  }

  private Fault fault() {
    return switch (random.nextInt(6)) {
      case 0 -> Fault.partition(shape(), one(List.of(Cut.values())));
      case 1 -> Fault.slow(shape(), time(), maybe());
      case 2 -> Fault.narrow(shape(), 1 + random.nextInt(100_000));
      case 3 -> ofNodes();
      case 4 -> Fault.pause(Targets.leader());
      default -> unknown();
    };
  }

  private Shape shape() {
    return one(List.of(Shape.HALVES, Shape.ONE_WAY, Shape.pair("n1", "n5"), Shape.apart("n2")));
  }

  private Fault ofNodes() {
    return one(List.of(Fault.kill(Targets.minority()), onNamed(), isolation()));
  }

  private Fault onNamed() {
    return Fault.pause(Targets.named("n1", "n" + (2 + random.nextInt(9))));
  }

  private static Fault isolation() {
    return Fault.partition(Shape.ISOLATE_ONE, Cut.REFUSE);
  }

  /** A kind that only the one who runs it knows. */
  private Fault unknown() {
    var aim = new LinkedHashMap<String, String>();
    for (int i = 0; i < random.nextInt(4); i++) {
      aim.put(word(), word());
    }
    var known = one(List.of("kill", "partition"));
    return random.nextInt(3) == 0
        ? new Fault(known, word(), aim)
        : random.nextBoolean() ? new Fault(known, "restart", aim) : new Fault(word(), word(), aim);
  }

  private String word() {
    return random.nextBoolean() ? one(ODD) : "w" + random.nextInt(100);
  }

  private Trigger trigger() {
    return switch (random.nextInt(4)) {
      case 0 -> new Trigger.OnLog(Targets.all(), one(List.of("a.*b", "\\d+ \"x\"", "", "\\[a\\]")));
      case 1 -> new Trigger.OnLog(Targets.named("n1", "n2"), "elected");
      case 2 -> new Trigger.OnLeader(random.nextBoolean());
      default -> new Trigger.OnOps(1 + random.nextInt(3), one(List.of(Op.Type.values())), word());
    };
  }

  private Script script() {
    var steps = new ArrayList<Op>();
    long time = 0;
    for (int i = 0; i < random.nextInt(4); i++) {
      time += random.nextLong(3_000_000_000L);
      var value = Map.of("id", word(), word() + "!", random.nextLong(), "list", List.of(word()));
      steps.add(Op.invoke(one(List.of("kill", "pause", word())), value).withTime(time));
    }
    return new Script(steps);
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
