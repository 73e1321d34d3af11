package dev.ordeal.nemesis.internal;

import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.Pressure;
import dev.ordeal.harness.cluster.Pressure.Reading;
import dev.ordeal.harness.cluster.Pressure.Resource;
import dev.ordeal.harness.cluster.Probes;
import dev.ordeal.harness.cluster.Probes.Answer;
import dev.ordeal.harness.cluster.Probes.Reply;
import dev.ordeal.harness.cluster.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Leaves nodes little of a resource. Looks at how they answer, and at what the kernel counts: not
 * at what was asked of it.
 */
final class Starvation implements Mechanism {
  /** A node that gave back descriptors in the meantime is pressed again. */
  private static final int PRESSES_MAX = 4;

  private static final int PROBES_MIN = 8;
  private static final int PROBES_MAX = 1000;

  /** Long enough to meet several periods of any way to hold a processor back. */
  private static final Duration PROBING = Duration.ofMillis(400);

  /** A busy machine may keep an answer for as long for no reason of ours. */
  private static final Duration CHANCE = Duration.ofMillis(5);

  /** How much more of the time must be lost in waiting than before. */
  private static final double LOST = 0.25;

  private static final double MEBI = 1024 * 1024;

  private final Resource resource;
  private final ToDoubleFunction<Aim> left;

  private Starvation(Resource resource, ToDoubleFunction<Aim> left) {
    this.resource = resource;
    this.left = left;
  }

  static Starvation ofCpu() {
    return new Starvation(Resource.CPU, aim -> Double.parseDouble(aim.text("share")));
  }

  static Starvation ofMemory() {
    return new Starvation(
        Resource.MEMORY, aim -> Long.parseLong(aim.text("left").replace("MiB", "")) * MEBI);
  }

  static Starvation ofFiles() {
    return new Starvation(Resource.FILES, aim -> Long.parseLong(aim.text("left")));
  }

  private String what() {
    return "starve nodes of " + resource.words();
  }

  @Override
  public void requireSupport(Aim aim, Cluster cluster) {
    var pressure = Need.of(cluster, Pressure.class, what());
    for (Node node : cluster.nodes()) {
      Need.noObjection(cluster, what(), pressure.obstacle(resource, node));
    }
  }

  @Override
  public Effect inject(Aim aim, Cluster cluster, Undo undo) {
    var pressure = Need.of(cluster, Pressure.class, what());
    var chosen = ChosenNodes.of(aim, cluster, what());
    if (chosen.isEmpty()) {
      return Effect.nobody(what(), aim);
    }
    var bites = new ArrayList<Bite>();
    for (Node node : chosen.nodes()) {
      bites.add(press(node, left.applyAsDouble(aim), cluster, pressure, undo));
    }
    var done = new LinkedHashMap<>(chosen.done());
    aim.rest("targets").forEach(done::put);
    return new Effect(done, Bite.all(bites));
  }

  private Bite press(Node node, double left, Cluster cluster, Pressure pressure, Undo undo) {
    var before = look(node, cluster, pressure);
    for (int press = 1; ; press++) {
      undo.add(pressure.press(node, resource, left)::lift);
      var bite = bite(node, left, before, look(node, cluster, pressure), cluster);
      if (bite.bit() || resource != Resource.FILES || press == PRESSES_MAX) {
        return bite;
      }
    }
  }

  /** Some replies, and what the kernel says. */
  private record Sight(List<Reply> replies, Optional<Reading> reading) {
    boolean isAnswered() {
      return !replies.isEmpty()
          && replies.stream().allMatch(reply -> reply.answer() == Answer.ANSWERED);
    }

    Optional<Reply> slowest() {
      return replies.stream().max(Comparator.comparing(Reply::after));
    }

    Duration median() {
      var times = replies.stream().map(Reply::after).sorted().toList();
      return times.isEmpty() ? Duration.ZERO : times.get(times.size() / 2);
    }

    /** The share of the time that went into replies that took longer than this. */
    double lostAbove(Duration usual) {
      long all = 0;
      long lost = 0;
      for (Reply reply : replies) {
        long nanos = reply.after().toNanos();
        all += nanos;
        lost += nanos > usual.toNanos() ? nanos : 0;
      }
      return all == 0 ? 0 : (double) lost / all;
    }
  }

  private Sight look(Node node, Cluster cluster, Pressure pressure) {
    var replies = new ArrayList<Reply>();
    cluster.capability(Probes.class).ifPresent(probes -> probe(node, probes, replies));
    return new Sight(replies, pressure.read(node, resource));
  }

  private void probe(Node node, Probes probes, List<Reply> replies) {
    if (resource != Resource.CPU) {
      replies.add(probes.node(node));
      return;
    }
    var spent = Duration.ZERO;
    for (int probe = 0; probe < PROBES_MAX; probe++) {
      if (probe >= PROBES_MIN && spent.compareTo(PROBING) > 0) {
        return;
      }
      var reply = probes.node(node);
      replies.add(reply);
      spent = spent.plus(reply.after());
    }
  }

  private Bite bite(Node node, double left, Sight before, Sight after, Cluster cluster) {
    boolean bit =
        switch (resource) {
          case CPU -> isSlower(before, after, cluster) || isHeldBack(before, after);
          case MEMORY -> isNarrower(before, after) || isHeldBack(before, after);
          case FILES -> isNarrower(before, after) && (left > 0 || isDeafer(before, after));
        };
    var words = new StringBuilder(node.name());
    after.reading.ifPresent(reading -> words.append(words(reading)));
    after
        .slowest()
        .ifPresent(
            reply -> {
              words
                  .append(after.reading.isPresent() ? ", and was " : " was ")
                  .append(reply.words());
              before
                  .slowest()
                  .ifPresent(was -> words.append(" (before: ").append(was.words() + ")"));
            });
    return new Bite(bit, words.toString());
  }

  private String words(Reading reading) {
    if (resource == Resource.CPU) {
      return " was held back " + reading.heldBack() + " times";
    }
    double unit = resource == Resource.MEMORY ? MEBI : 1;
    var limit =
        reading.limit() == Long.MAX_VALUE
            ? "without limit"
            : String.format(Locale.ROOT, "of at most %.0f", reading.limit() / unit);
    return String.format(
        Locale.ROOT,
        " has %.0f %s %s",
        reading.used() / unit,
        resource == Resource.MEMORY ? "MiB" : "file descriptors",
        limit);
  }

  /** In virtual time nothing is late by chance, and one look at a backlog tells all. */
  private static boolean isSlower(Sight before, Sight after, Cluster cluster) {
    boolean byChance = cluster.capability(VirtualTime.class).isEmpty();
    var usual = before.median().multipliedBy(2).plus(byChance ? CHANCE : Duration.ZERO);
    return before.isAnswered() && after.lostAbove(usual) > before.lostAbove(usual) + LOST;
  }

  private static boolean isHeldBack(Sight before, Sight after) {
    return before.reading.isPresent()
        && after.reading.isPresent()
        && after.reading.get().heldBack() > before.reading.get().heldBack();
  }

  private static boolean isNarrower(Sight before, Sight after) {
    return before.reading.isPresent()
        && after.reading.isPresent()
        && after.reading.get().limit() < before.reading.get().limit();
  }

  private static boolean isDeafer(Sight before, Sight after) {
    return before.isAnswered() && !after.replies.isEmpty() && !after.isAnswered();
  }
}
