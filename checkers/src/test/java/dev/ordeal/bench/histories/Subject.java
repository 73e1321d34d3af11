package dev.ordeal.bench.histories;

import dev.ordeal.bench.FencedHistories;
import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.models.CasRegister;
import dev.ordeal.checkers.models.Counter;
import dev.ordeal.checkers.models.FencedLock;
import dev.ordeal.checkers.models.FifoQueue;
import dev.ordeal.checkers.models.Mutex;
import dev.ordeal.checkers.models.OwnerAwareMutex;
import dev.ordeal.checkers.models.PriorityQueue;
import dev.ordeal.checkers.models.Register;
import dev.ordeal.checkers.models.RegisterStore;
import dev.ordeal.checkers.models.Stack;
import dev.ordeal.history.History;
import java.util.List;
import java.util.function.Function;

/**
 * A kind of object that can be measured: a line in {@link #ALL} plugs in another one.
 *
 * @param name how the command line calls it
 * @param model what its histories are judged by
 * @param histories generates them
 */
public record Subject(String name, Model<?> model, Function<Shape, History> histories) {

  /** All that can be measured. */
  public static final List<Subject> ALL =
      List.of(
          of("register", new Register(), Registers::one),
          of("cas-register", new CasRegister(), CasRegisters::new),
          of("mutex", new Mutex(), (shape, random) -> new Mutexes(false)),
          of("owner-aware-mutex", new OwnerAwareMutex(), (s, random) -> new Mutexes(true)),
          new Subject("fenced-lock", new FencedLock(), Subject::fenced),
          of("store", new RegisterStore(), Registers::store),
          of("queue", new FifoQueue(), (s, random) -> new Containers(s, random, Order.fifo())),
          of("stack", new Stack(), (s, random) -> new Containers(s, random, Order.lifo())),
          of(
              "priority-queue",
              new PriorityQueue(),
              (s, random) -> new Containers(s, random, Order.smallestFirst())),
          of("counter", new Counter(), Counters::new));

  /** The subject of a name. */
  public static Subject named(String name) {
    return ALL.stream()
        .filter(subject -> subject.name.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no "
                        + name
                        + ": measure one of "
                        + ALL.stream().map(Subject::name).toList()));
  }

  /** The history of a shape. */
  public History history(Shape shape) {
    return histories.apply(shape);
  }

  private static Subject of(String name, Model<?> model, Simulation.Maker maker) {
    return new Subject(name, model, shape -> Simulation.of(shape, maker));
  }

  private static History fenced(Shape shape) {
    double infos = shape.crashed() < 0 ? shape.infos() : 1.0 * shape.crashed() / shape.operations();
    var history = FencedHistories.of(shape.seed(), shape.clients(), shape.operations(), infos);
    return shape.violation()
        ? FencedHistories.spoiled(history, history.size() / 100 * 95)
        : history;
  }
}
