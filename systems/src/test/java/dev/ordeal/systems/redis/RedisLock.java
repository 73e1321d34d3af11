package dev.ordeal.systems.redis;

import static redis.clients.jedis.params.SetParams.setParams;

import java.time.Duration;
import java.util.List;

/** The lock as many write it: SET NX with a time limit, and a release of nobody else's. */
final class RedisLock {
  private static final String DELETE_MINE =
      "return redis.call('get', KEYS[1]) == ARGV[1] and redis.call('del', KEYS[1])";

  private final Failover redis;
  private final Duration limit;
  private String holder = "";

  RedisLock(Failover redis, Duration limit) {
    this.redis = redis;
    this.limit = limit;
  }

  boolean tryLock(String owner) {
    var unlessThere = setParams().nx().px(limit.toMillis());
    boolean granted = redis.ask(to -> to.set("lock", owner, unlessThere)) != null;
    holder = granted ? owner : "";
    return granted;
  }

  boolean unlock() {
    if (holder.isEmpty()) {
      return false;
    }
    redis.ask(to -> to.eval(DELETE_MINE, List.of("lock"), List.of(holder)));
    holder = "";
    return true;
  }
}
