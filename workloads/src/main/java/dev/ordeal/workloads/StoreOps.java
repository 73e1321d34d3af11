package dev.ordeal.workloads;

import dev.ordeal.harness.generator.Context;
import dev.ordeal.harness.generator.Generator;
import dev.ordeal.history.Op;
import dev.ordeal.history.Op.Type;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Endless operations on keys that move on, with values that no other operation writes. A cas is
 * made of what somebody saw last of a hot key, so that most succeed where few contend; now and then
 * of what was there before that, so that it must not.
 *
 * @param count how many there were; the next value is one more
 * @param seen what was read or written of hot keys
 */
record StoreOps(MovingKeys keys, double writes, double cas, long count, Map<Long, Seen> seen)
    implements Generator {
  private static final int CAS_OF_TODAY = 4;

  /** What a key was seen to hold, and to have held. */
  record Seen(Object last, Object before) {}

  StoreOps(MovingKeys keys, double writes, double cas) {
    this(keys, writes, cas, 0, Map.of());
  }

  @Override
  public Next next(Context context) {
    if (context.free().isEmpty()) {
      return new Pending(Long.MAX_VALUE, this);
    }
    var random = context.random(count);
    int process = context.free().pick(random.nextLong());
    Op op = op(context.time(), random).withProcess(process).withTime(context.time());
    return new Emit(op, new StoreOps(keys, writes, cas, count + 1, seen));
  }

  private Op op(long time, RandomGenerator random) {
    boolean isHot = random.nextBoolean();
    long key = isHot ? keys.anyHot(time, random) : keys.any(time, random);
    double kind = random.nextDouble();
    Seen held = seen.get(key);
    if (kind < cas && held != null) {
      Object from = random.nextInt(CAS_OF_TODAY + 1) == 0 ? held.before : held.last;
      return Op.invoke("cas", List.of(key, List.of(from, count + 1)));
    }
    return kind < cas + writes
        ? Op.invoke("write", List.of(key, count + 1))
        : Op.invoke("read", Arrays.asList(key, null));
  }

  @Override
  public Generator update(Context context, Op event) {
    if (cas == 0
        || event.type() != Type.OK
        || !(event.value() instanceof List<?> pair && pair.get(0) instanceof Long key)
        || !keys.isEverHot(key)) {
      return this;
    }
    Object value = event.f().equals("cas") ? ((List<?>) pair.get(1)).get(1) : pair.get(1);
    Seen known = seen.get(key);
    if (value == null || known != null && known.last.equals(value)) {
      return this;
    }
    var now = new LinkedHashMap<>(seen);
    now.remove(key);
    now.put(key, new Seen(value, known == null ? value : known.last));
    if (now.size() > 2 * keys.hot()) {
      now.remove(now.keySet().iterator().next());
    }
    return new StoreOps(keys, writes, cas, count, Collections.unmodifiableMap(now));
  }
}
