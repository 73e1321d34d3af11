package dev.ordeal.bench;

import dev.ordeal.history.History;
import dev.ordeal.history.HistoryBuilder;
import dev.ordeal.history.Op;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Long histories of a sound collection of unique values, every client always busy: each call takes
 * effect at a moment between its begin and its end, some are never seen to end.
 */
public final class CollectionHistories {

  /** A kind of collection, and the words for what it does. */
  public enum Kind {
    /** First in, first out. */
    QUEUE("enqueue", "dequeue", ArrayDeque::new),
    /** Last in, first out. */
    STACK("push", "pop", () -> Collections.asLifoQueue(new ArrayDeque<Long>())),
    /** The smallest first. */
    PRIORITY_QUEUE("insert", "poll", PriorityQueue::new);

    private final String put;
    private final String take;
    private final Supplier<Queue<Long>> empty;

    Kind(String put, String take, Supplier<Queue<Long>> empty) {
      this.put = put;
      this.take = take;
      this.empty = empty;
    }
  }

  private enum What {
    BEGIN,
    EFFECT,
    END
  }

  private record Event(long time, int client, What what) {}

  private final Kind kind;
  private final Random random;
  private final Queue<Long> values;
  private final double unseen;
  private final int lostAt;
  private final HistoryBuilder builder = History.builder();
  private final Queue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::time).thenComparing(Event::client));
  private final int[] process;
  private final Op[] open;
  private final Object[] answer;
  private int fresh;

  private CollectionHistories(Kind kind, long seed, int clients, double unseen, int lostAt) {
    this.kind = kind;
    this.random = new Random(seed);
    this.values = kind.empty.get();
    this.unseen = unseen;
    this.lostAt = lostAt;
    process = new int[clients];
    open = new Op[clients];
    answer = new Object[clients];
    fresh = clients;
  }

  /**
   * A random history.
   *
   * @param unseen the share of calls that nobody sees end; one in two of them takes effect
   * @param lostAt the number of the call at which a value is lost; negative: none is
   */
  public static History of(
      Kind kind, long seed, int clients, int operations, double unseen, int lostAt) {
    return new CollectionHistories(kind, seed, clients, unseen, lostAt).run(operations);
  }

  private History run(int operations) {
    var unused = new ArrayList<Long>();
    for (long value = 0; value < operations; value++) {
      unused.add(value);
    }
    Collections.shuffle(unused, random);
    for (int client = 0; client < process.length; client++) {
      process[client] = client;
      events.add(new Event(random.nextInt(1000), client, What.BEGIN));
    }
    for (int begun = 0; !events.isEmpty(); ) {
      var event = events.remove();
      switch (event.what) {
        case BEGIN -> {
          if (begun < operations) {
            begin(event, random.nextBoolean() ? null : unused.get(begun));
            if (begun++ == lostAt) {
              values.poll();
            }
          }
        }
        case EFFECT -> takeEffect(event.client);
        default -> end(event);
      }
    }
    return builder.build();
  }

  private void begin(Event event, Long value) {
    int client = event.client;
    var op = value == null ? Op.invoke(kind.take) : Op.invoke(kind.put, value);
    open[client] = op.withProcess(process[client]).withTime(event.time);
    answer[client] = null;
    builder.add(open[client]);
    long length = 100 + random.nextInt(900);
    long effect = event.time + 1 + (long) (random.nextDouble() * (length - 2));
    events.add(new Event(effect, client, What.EFFECT));
    events.add(new Event(event.time + length, client, What.END));
  }

  private void takeEffect(int client) {
    if (random.nextDouble() < unseen) {
      open[client] = open[client].info("timeout");
      if (random.nextBoolean()) {
        return;
      }
    }
    if (open[client].f().equals(kind.put)) {
      values.add((Long) open[client].value());
    } else {
      answer[client] = values.poll();
    }
  }

  private void end(Event event) {
    int client = event.client;
    Op op = open[client];
    boolean isLost = op.type() == Op.Type.INFO;
    Object value = op.f().equals(kind.put) ? op.value() : answer[client];
    Op end = isLost ? op : op.ok(value);
    builder.add(end.withProcess(process[client]).withTime(event.time));
    if (isLost) {
      process[client] = fresh++;
    }
    events.add(new Event(event.time + 1 + random.nextInt(20), client, What.BEGIN));
  }
}
