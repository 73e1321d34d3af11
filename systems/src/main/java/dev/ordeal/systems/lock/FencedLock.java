package dev.ordeal.systems.lock;

import dev.ordeal.systems.consensus.CasPaxos;
import dev.ordeal.systems.consensus.Change;
import dev.ordeal.systems.consensus.Outcome;
import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.port.ErrorCode;
import dev.ordeal.systems.service.Request;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sound lock: its state and the resource are registers replicated by CASPaxos, and the resource
 * checks fencing tokens. Any node serves any client.
 *
 * <p>It promises, and keeps, whatever messages are lost and whatever nodes stop or restart:
 *
 * <ul>
 *   <li>tokens are granted in a strictly growing order;
 *   <li>the resource takes no write with an older token after one with a newer token;
 *   <li>what was answered is never forgotten.
 * </ul>
 *
 * <p>It does not promise that a client which believes that it holds the lock still does: a lease
 * can run out, and then two clients believe so. A node takes a held lock over only after it has
 * itself seen the same token unchanged for the length of the lease on its own clock; clocks decide
 * how soon that is, never whether a write is taken.
 */
public final class FencedLock extends LockNode {
  private static final String LOCK = "lock";
  private static final String RESOURCE = "resource";

  private final Duration lease;
  private final Duration timeout;
  private final Duration retry;
  private @Nullable CasPaxos registers;

  private long seenToken;
  private @Nullable String seenOwner;
  private long seenSince;
  private long grantedHere;

  /**
   * A node of it.
   *
   * @param lease how long a node must see one holder before it gives the lock to another
   * @param timeout how long a node tries to reach a majority for one request
   * @param retry how long acceptors may take to answer before all of them are asked
   */
  public FencedLock(Duration lease, Duration timeout, Duration retry) {
    this.lease = lease;
    this.timeout = timeout;
    this.retry = retry;
  }

  @Override
  void assemble() {
    registers = new CasPaxos(host(), storage(), timeout, retry);
  }

  private CasPaxos registers() {
    if (registers == null) {
      throw new IllegalStateException("the node has no host yet: call start first");
    }
    return registers;
  }

  @Override
  void acquire(Request request) {
    String asking = owner(request);
    Change grant =
        state -> {
          observe(state);
          return seenOwner == null || leaseIsOver()
              ? new Change.Become(lockState(seenToken + 1, asking), acquired(seenToken + 1))
              : new Change.Refuse(held(seenOwner));
        };
    Consumer<Outcome> answer = noteGrant(asking).andThen(answerTo(request));
    if (seenOwner == null || leaseIsOver()) {
      registers().change(LOCK, grant, answer);
    } else {
      registers().read(LOCK, grant, answer);
    }
  }

  private Consumer<Outcome> noteGrant(String to) {
    return outcome -> {
      if (outcome instanceof Outcome.Chosen chosen
          && chosen.answer().get("token") instanceof Long token) {
        observe(lockState(token, to));
        grantedHere = token;
      }
    };
  }

  /** What was granted here and is released is led from here no more. */
  private Consumer<Outcome> noteRelease() {
    return outcome -> {
      if (outcome instanceof Outcome.Chosen chosen && chosen.answer().equals(RELEASED)) {
        observe(lockState(seenToken, null));
      }
    };
  }

  @Override
  void release(Request request) {
    String owner = owner(request);
    Change free =
        state -> {
          observe(state);
          return owner.equals(seenOwner) && isAbout(request, seenToken)
              ? new Change.Become(lockState(seenToken, null), RELEASED)
              : new Change.Refuse(notTheHolder());
        };
    registers().change(LOCK, free, noteRelease().andThen(answerTo(request)));
  }

  private static Map<String, @Nullable Object> lockState(long token, @Nullable String owner) {
    return Bodies.of("token", token, "owner", owner);
  }

  /** Notes the state, and when this node saw it first. */
  private void observe(@Nullable Map<String, @Nullable Object> state) {
    long token = state == null ? 0 : Bodies.number(state, "token");
    String owner = state == null ? null : Bodies.textOrNull(state, "owner");
    if (token != seenToken || !Objects.equals(owner, seenOwner)) {
      seenToken = token;
      seenOwner = owner;
      seenSince = host().now();
    }
  }

  private boolean leaseIsOver() {
    return host().now() - seenSince >= lease.toNanos();
  }

  @Override
  void write(Request request) {
    owner(request);
    long token = token(request);
    Object value = request.body().get("value");
    Map<String, @Nullable Object> content = Bodies.of("token", token, "value", value);
    Change write =
        state ->
            state == null || token >= Bodies.number(state, "token")
                ? new Change.Become(content, WRITTEN)
                : new Change.Refuse(ErrorCode.PRECONDITION_FAILED.body("stale token"));
    registers().change(RESOURCE, write, answerTo(request));
  }

  @Override
  void read(Request request) {
    registers().read(RESOURCE, FencedLock::reading, answerTo(request));
  }

  private static Change.Decision reading(@Nullable Map<String, @Nullable Object> state) {
    Object token = state == null ? Long.valueOf(0) : state.get("token");
    Object value = state == null ? null : state.get("value");
    return new Change.Keep(Bodies.of("type", "read_ok", "token", token, "value", value));
  }

  private static Consumer<Outcome> answerTo(Request request) {
    return outcome -> {
      if (outcome instanceof Outcome.Chosen chosen) {
        request.answer(chosen.answer());
      } else if (outcome instanceof Outcome.Untouched untouched) {
        request.refuse(ErrorCode.TEMPORARILY_UNAVAILABLE, untouched.why());
      } else if (outcome instanceof Outcome.Unknown unknown) {
        request.refuse(ErrorCode.TIMEOUT, unknown.why());
      }
    };
  }

  @Override
  protected void fromPeer(String src, Map<String, @Nullable Object> body) {
    registers().receive(src, body);
  }

  @Override
  boolean holds() {
    return seenOwner != null && seenToken == grantedHere && !leaseIsOver();
  }
}
