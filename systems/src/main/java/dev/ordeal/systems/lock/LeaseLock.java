package dev.ordeal.systems.lock;

import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.service.Request;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A lock with a time-bound lease and no fencing: the first node grants it, every node is the agent
 * of the clients that talk to it.
 *
 * <p>It promises tokens in a strictly growing order, also across crashes, and keeps that. It
 * promises that only the holder writes, and breaks that: an agent that was told that its client
 * holds the lock believes so until the client releases it, and does not look at the clock again
 * before it passes a write on; the resource ignores tokens. An agent that is paused, or a message
 * that is held up, for longer than the lease therefore writes after the next holder has written:
 * Martin Kleppmann, <a
 * href="https://martin.kleppmann.com/2016/02/08/how-to-do-distributed-locking.html">How to do
 * distributed locking</a>, 2016.
 */
public final class LeaseLock extends LockNode {
  private static final int BELIEFS = 4096;

  private final Duration lease;
  private final Duration timeout;
  private final boolean trustsWallClock;
  private final Map<String, Long> held = new Beliefs();
  private @Nullable FirstNode server;
  private @Nullable String holder;
  private long heldUntil;

  /** The most recent grants by owner. */
  private static final class Beliefs extends LinkedHashMap<String, Long> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
      return size() > BELIEFS;
    }
  }

  /**
   * A node of it.
   *
   * @param lease how long a grant lasts
   * @param timeout how long an agent waits for the lock server
   */
  public LeaseLock(Duration lease, Duration timeout) {
    this(lease, timeout, false);
  }

  private LeaseLock(Duration lease, Duration timeout, boolean trustsWallClock) {
    this.lease = lease;
    this.timeout = timeout;
    this.trustsWallClock = trustsWallClock;
  }

  /**
   * A node of one that measures leases by the wall clock: whoever sets that forward takes the lock
   * from its holder, who knows nothing of it.
   */
  public static LeaseLock byWallClock(Duration lease, Duration timeout) {
    return new LeaseLock(lease, timeout, true);
  }

  /** What leases are measured by. */
  private long clock() {
    return trustsWallClock
        ? ChronoUnit.NANOS.between(Instant.EPOCH, host().wallClock())
        : host().now();
  }

  @Override
  void assemble() {
    var here = new LeaseServer(storage(), lease, this::clock);
    server = new FirstNode(host(), here::serve, timeout);
  }

  private FirstNode server() {
    if (server == null) {
      throw new IllegalStateException("the node has no host yet: call start first");
    }
    return server;
  }

  @Override
  void acquire(Request request) {
    String owner = owner(request);
    server()
        .call(
            Bodies.of("type", "acquire", "owner", owner),
            answer -> {
              if (answer.get("token") instanceof Long token) {
                held.put(owner, token);
                holder = owner;
                heldUntil = clock() + lease.toNanos();
              }
              request.answer(answer);
            });
  }

  private boolean believes(Request request) {
    Long token = held.get(owner(request));
    return token != null && token == token(request);
  }

  @Override
  void release(Request request) {
    Long token = held.get(owner(request));
    if (token == null || !isAbout(request, token)) {
      request.answer(notTheHolder());
      return;
    }
    held.remove(owner(request));
    if (owner(request).equals(holder)) {
      holder = null;
    }
    server()
        .call(
            Bodies.of("type", "release", "owner", owner(request), "token", token), request::answer);
  }

  @Override
  void write(Request request) {
    if (!believes(request)) {
      request.answer(notTheHolder());
      return;
    }
    server()
        .call(
            Bodies.of(
                "type", "write", "token", token(request), "value", request.body().get("value")),
            request::answer);
  }

  @Override
  void read(Request request) {
    server().call(Bodies.of("type", "read"), request::answer);
  }

  @Override
  protected void fromPeer(String src, Map<String, @Nullable Object> body) {
    server().receive(src, body);
  }

  @Override
  boolean holds() {
    return holder != null && clock() - heldUntil < 0;
  }
}
