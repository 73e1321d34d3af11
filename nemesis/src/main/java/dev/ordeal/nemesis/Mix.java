package dev.ordeal.nemesis;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** One of several faults each time, as likely as its weight says. */
public record Mix(List<Part> parts) implements Choice {

  /**
   * A fault and how often it is drawn.
   *
   * @param weight its share, relative to the weights of the others
   */
  public record Part(int weight, Fault fault) {

    /** Refuses a weight that would never be drawn. */
    public Part {
      if (weight < 1) {
        throw new IllegalArgumentException(
            "the weight of " + fault.words() + " is " + weight + ": give at least 1");
      }
    }
  }

  /** Refuses a choice of nothing. */
  public Mix {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("a mix of no faults: give at least one");
    }
  }

  /** A mix of this alone, to which others are added. */
  public static Mix of(int weight, Fault fault) {
    return new Mix(List.of(new Part(weight, fault)));
  }

  /** The same, or this fault. */
  public Mix or(int weight, Fault fault) {
    var more = new ArrayList<>(parts);
    more.add(new Part(weight, fault));
    return new Mix(more);
  }

  /** These faults in some rhythm; see {@link Fault#every}. */
  public Cycle every(java.time.Duration period) {
    return Plan.of(this).every(period);
  }

  @Override
  public String words() {
    return parts.stream()
        .map(part -> part.weight + " x " + part.fault.words())
        .collect(Collectors.joining(" or "));
  }

  @Override
  public List<Fault> faults() {
    return parts.stream().map(Part::fault).toList();
  }

  @Override
  public Fault pick(long turn, RandomGenerator random, List<String> nodes) {
    long drawn = random.nextLong(parts.stream().mapToLong(Part::weight).sum());
    for (Part part : parts) {
      drawn -= part.weight;
      if (drawn < 0) {
        return part.fault;
      }
    }
    throw new IllegalStateException("a draw above all weights of " + words());
  }
}
