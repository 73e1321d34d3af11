package dev.ordeal.harness.generator;

import dev.ordeal.history.Op;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where generators begin: operations, and ways to combine several generators into one. */
public final class Generators {

  private Generators() {}

  /** No operation. */
  public static Generator nothing() {
    return Nothing.INSTANCE;
  }

  /** Invokes {@code f} without input, once, on any free process. */
  public static Generator invoke(String f) {
    return once(Op.invoke(f));
  }

  /** Invokes {@code f} with an input, once, on any free process. */
  public static Generator invoke(String f, @Nullable Object value) {
    return once(Op.invoke(f, value));
  }

  /** This operation, once, on any free process. */
  public static Generator once(Op op) {
    return new Once(op);
  }

  /** Endless operations made of the numbers 0, 1, 2, ... */
  public static Generator forEach(LongFunction<Op> op) {
    return new Endless((random, context, count) -> op.apply(count), 0);
  }

  /** Endless operations made of random numbers that the trial's seed decides. */
  public static Generator fromSeed(Function<RandomGenerator, Op> op) {
    return new Endless((random, context, count) -> op.apply(random), 0);
  }

  /** Endless operations made of random numbers that the trial's seed decides, and the context. */
  public static Generator fromSeed(BiFunction<RandomGenerator, Context, Op> op) {
    return new Endless((random, context, count) -> op.apply(random, context), 0);
  }

  /** One after the other, without waiting for what is open in between. */
  public static Generator sequence(Generator... parts) {
    return parts.length == 1 ? parts[0] : new Sequence(List.of(parts), 0);
  }

  /** One after the other; each waits until every operation before it is completed. */
  public static Generator phases(Generator... phases) {
    return sequence(Stream.of(phases).map(Generator::synchronize).toArray(Generator[]::new));
  }

  /** One after the other, and round again. */
  public static Generator cycle(Generator... parts) {
    return sequence(parts).repeat();
  }

  /** No operation for a while. */
  public static Generator sleep(Duration time) {
    return Sleep.of(time);
  }

  /** All at once: at any time the operation that has been due for longest, whoever has it. */
  public static Generator any(Generator... parts) {
    return new Any(List.of(parts), 0);
  }

  /** Each operation from one of these, all as likely, until all are exhausted. */
  public static Generator mix(Generator... parts) {
    return mix(Stream.of(parts).map(part -> weighted(1, part)).toArray(Weighted[]::new));
  }

  /** Each operation from one of these, as likely as its weight says, until all are exhausted. */
  public static Generator mix(Weighted... parts) {
    return Mix.of(List.of(parts));
  }

  /** A part of a {@link #mix(Weighted...)}. */
  public static Weighted weighted(int weight, Generator generator) {
    return new Weighted(weight, generator);
  }

  /**
   * A generator and how often a mix draws it.
   *
   * @param weight its share, relative to the weights of the others; above 0
   */
  public record Weighted(int weight, Generator generator) {
    /** Refuses weights that would never be drawn. */
    public Weighted {
      if (weight <= 0) {
        throw new IllegalArgumentException("a weight must be above 0, and is " + weight);
      }
    }
  }

  /** What clients do. */
  public static Generator clients(Generator generator) {
    return generator.onClients();
  }

  /** What the nemesis does. */
  public static Generator nemesis(Generator generator) {
    return generator.onNemesis();
  }

  /**
   * A copy of the generator for each process, which alone sees and runs it; a process that takes a
   * retired one's place begins with a fresh copy. Ends when every process is free and at its end.
   */
  public static Generator eachProcess(Generator generator) {
    return new EachProcess(generator);
  }

  /** Gives the first {@code clients} client processes a generator of their own. */
  public static Reserved reserve(int clients, Generator generator) {
    return new Reserved(List.of(), 0).reserve(clients, generator);
  }

  /** Client processes given to generators; {@link #rest} says what the others do. */
  public static final class Reserved {
    private final List<Generator> parts;
    private final int taken;

    private Reserved(List<Generator> parts, int taken) {
      this.parts = parts;
      this.taken = taken;
    }

    /** Gives the next {@code clients} client processes a generator of their own. */
    public Reserved reserve(int clients, Generator generator) {
      return with(taken + clients, generator);
    }

    /** Gives all other client processes this generator. */
    public Generator rest(Generator generator) {
      return new Any(with(Integer.MAX_VALUE, generator).parts, 0);
    }

    private Reserved with(int to, Generator generator) {
      var longer = new ArrayList<>(parts);
      longer.add(new Restricted(new Part.Slots(taken, to), generator));
      return new Reserved(List.copyOf(longer), to);
    }
  }
}
