package dev.ordeal.workloads;

import dev.ordeal.harness.generator.Context;
import dev.ordeal.harness.generator.Generator;
import dev.ordeal.history.Op;
import dev.ordeal.history.Op.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads every key there may be; a read that does not succeed is tried again, a little later, by
 * whoever is free.
 *
 * @param size how many keys there are: as many as when it began; none while it has not
 * @param done how many keys were asked for
 * @param open which key each process reads
 * @param again what is to be tried again
 */
record ReadAll(MovingKeys keys, long size, long done, Map<Integer, Long> open, List<Retry> again)
    implements Generator {
  private static final long PAUSE = Duration.ofMillis(50).toNanos();

  /** A key that is to be read again, not before this time. */
  private record Retry(long key, long notBefore) {}

  ReadAll(MovingKeys keys) {
    this(keys, 0, 0, Map.of(), List.of());
  }

  @Override
  public Next next(Context context) {
    if (size == 0) {
      long now = keys.newest(context.time()) + 1;
      return new ReadAll(keys, now, 0, open, again).next(context);
    }
    if (context.free().isEmpty()) {
      return new Pending(Long.MAX_VALUE, this);
    }
    int process = context.free().pick(context.random(done + again.size()).nextLong());
    if (!again.isEmpty() && again.get(0).notBefore <= context.time()) {
      var rest = again.subList(1, again.size());
      return read(again.get(0).key, process, done, rest, context);
    }
    if (done < size) {
      return read(done, process, done + 1, again, context);
    }
    if (!again.isEmpty()) {
      return new Pending(again.get(0).notBefore, this);
    }
    return open.isEmpty() ? new Exhausted() : new Pending(Long.MAX_VALUE, this);
  }

  private Next read(long key, int process, long newDone, List<Retry> rest, Context context) {
    var newOpen = new HashMap<>(open);
    newOpen.put(process, key);
    Op op = Op.invoke("read", Arrays.asList(key, null));
    return new Emit(
        op.withProcess(process).withTime(context.time()),
        new ReadAll(keys, size, newDone, Map.copyOf(newOpen), rest));
  }

  @Override
  public Generator update(Context context, Op event) {
    if (!event.type().completes() || !open.containsKey(event.process())) {
      return this;
    }
    var newOpen = new HashMap<>(open);
    Long key = newOpen.remove(event.process());
    var newAgain = new ArrayList<>(again);
    if (event.type() != Type.OK && key != null) {
      newAgain.add(new Retry(key, context.time() + PAUSE));
    }
    return new ReadAll(keys, size, done, Map.copyOf(newOpen), List.copyOf(newAgain));
  }
}
