package dev.ordeal.nemesis.internal;

import dev.ordeal.history.Op;
import dev.ordeal.nemesis.Swizzle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;

/** When whom a swizzle hits and heals. */
record SwizzleTable(Swizzle swizzle, Schedules.Place place) implements Timetable {

  @Override
  public Optional<Op> at(long n, long seed) {
    // How many are hit is the same in each round; who and in which order is not.
    int size = swizzle.fault().names(place.nodes(), new SplittableRandom(0)).size();
    if (size == 0) {
      return Optional.empty();
    }
    long round = n / (2L * size);
    int step = (int) (n % (2L * size));
    var whole = swizzle.step().multipliedBy(2L * size);
    var period = whole.compareTo(swizzle.period()) > 0 ? whole : swizzle.period();
    var begins = swizzle.calm().plus(period.multipliedBy(round));
    if (begins.compareTo(swizzle.during()) >= 0) {
      return Optional.empty();
    }
    var order = order(round, seed);
    var op =
        step < size
            ? injection(order.get(step), round, seed)
            : healing(another(order, round, seed).get(step - size), round);
    Duration due = begins.plus(swizzle.step().multipliedBy(step));
    return Optional.of(op.withTime(due.toNanos()));
  }

  private Op injection(String node, long round, long seed) {
    long draw = new SplittableRandom(seed ^ (node.hashCode() + 31 * round)).nextLong();
    return Injections.invoke(swizzle.fault().on(node), id(node, round), draw);
  }

  private Op healing(String node, long round) {
    return Op.invoke(swizzle.fault().heal(), Map.of("id", id(node, round)));
  }

  private String id(String node, long round) {
    return place.id(swizzle.fault().on(node).words(), round);
  }

  private List<String> order(long round, long seed) {
    var random = new SplittableRandom(seed + 2 * round);
    var nodes = new ArrayList<>(swizzle.fault().names(place.nodes(), random));
    Collections.shuffle(nodes, new Random(random.nextLong()));
    return nodes;
  }

  /** Any order but this, if there is another. */
  private List<String> another(List<String> order, long round, long seed) {
    var other = new ArrayList<>(order);
    var random = new Random(new SplittableRandom(seed + 2 * round + 1).nextLong());
    do {
      Collections.shuffle(other, random);
    } while (other.equals(order) && order.size() > 1);
    return other;
  }
}
