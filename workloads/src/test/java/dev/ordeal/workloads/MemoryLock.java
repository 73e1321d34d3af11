package dev.ordeal.workloads;

import dev.ordeal.harness.client.Client;
import dev.ordeal.harness.client.ErrorCodes;
import dev.ordeal.harness.client.RpcException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A lock with tokens, and the resource that it protects, as an object in memory: sound, unless it
 * is made with a flaw. Its lease, if it has one, runs out when others have asked often enough.
 */
final class MemoryLock {

  /** What may be wrong with it. */
  enum Flaw {
    NONE,
    GRANTS_TO_TWO,
    REPEATS_TOKENS,
    GIVES_NO_TOKENS,
    TAKES_STALE_TOKENS,
    LOSES_WRITES,
    RELEASES_FOR_ANYBODY,
    FORGETS_RELEASES,
    ALWAYS_SAYS_NO,
    NEVER_ANSWERS
  }

  private static final int NO_LEASE = Integer.MAX_VALUE;
  private static final int SOMETIMES = 5;

  private final Flaw flaw;
  private final int lease;
  private String owner = "";
  private int refusals;
  private int turns;
  private long granted;
  private long written;
  private @Nullable Object value;

  private MemoryLock(Flaw flaw, int lease) {
    this.flaw = flaw;
    this.lease = lease;
  }

  /** Whoever has it keeps it. */
  static MemoryLock withoutLease(Flaw flaw) {
    return new MemoryLock(flaw, NO_LEASE);
  }

  /** Whoever has it loses it when others were refused so often. */
  static MemoryLock withLease(Flaw flaw, int refusals) {
    return new MemoryLock(flaw, refusals);
  }

  /** Clients that call it in place. */
  Client.Connector connector() {
    return node ->
        op -> {
          try {
            var answer = serve(op.f(), "p" + op.process(), op.value());
            return answer.isEmpty() ? op.ok() : op.ok(answer);
          } catch (RpcException refusal) {
            return op.fail(String.valueOf(refusal.getMessage()));
          }
        };
  }

  /** Carries out one request of an owner; what it refuses certainly did not happen. */
  synchronized Map<String, @Nullable Object> serve(String f, String who, @Nullable Object input)
      throws RpcException {
    turns++;
    var answer = new LinkedHashMap<String, @Nullable Object>();
    switch (f) {
      case "acquire" -> acquire(who, answer);
      case "release" -> release(who);
      case "write" -> write(input);
      default -> {
        answer.put("token", written);
        answer.put("value", value);
      }
    }
    return answer;
  }

  private void acquire(String who, Map<String, @Nullable Object> answer) throws RpcException {
    if (flaw == Flaw.NEVER_ANSWERS) {
      throw new IllegalStateException("no answer in time");
    }
    boolean held = !owner.isEmpty() && ++refusals <= lease;
    boolean wrongly = flaw == Flaw.GRANTS_TO_TWO && turns % SOMETIMES == 0;
    if (flaw == Flaw.ALWAYS_SAYS_NO || held && !wrongly) {
      throw refusal("held by " + owner);
    }
    owner = who;
    refusals = 0;
    granted += flaw == Flaw.REPEATS_TOKENS && granted % SOMETIMES == 1 ? 0 : 1;
    if (flaw != Flaw.GIVES_NO_TOKENS) {
      answer.put("token", granted);
    }
  }

  private void release(String who) throws RpcException {
    if (!owner.equals(who) && flaw != Flaw.RELEASES_FOR_ANYBODY) {
      throw refusal("not the holder");
    }
    if (flaw != Flaw.FORGETS_RELEASES) {
      owner = "";
    }
  }

  private void write(@Nullable Object input) throws RpcException {
    var write = (Map<?, ?>) java.util.Objects.requireNonNull(input);
    long token = (Long) java.util.Objects.requireNonNull(write.get("token"));
    if (token < written && flaw != Flaw.TAKES_STALE_TOKENS) {
      throw refusal("stale token");
    }
    written = token;
    if (flaw != Flaw.LOSES_WRITES || turns % SOMETIMES != 0) {
      value = write.get("value");
    }
  }

  private static RpcException refusal(String why) {
    return ErrorCodes.exception(ErrorCodes.PRECONDITION_FAILED, why);
  }
}
