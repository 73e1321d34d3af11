package dev.ordeal.systems.lock;

import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.port.ErrorCode;
import dev.ordeal.systems.service.Request;
import dev.ordeal.systems.service.ServiceNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What every lock variant's node does alike: it understands the requests. */
abstract class LockNode extends ServiceNode {
  static final Map<String, @Nullable Object> RELEASED = Bodies.of("type", "release_ok");
  static final Map<String, @Nullable Object> WRITTEN = Bodies.of("type", "write_ok");

  /** Makes the parts of the variant, with what they kept. */
  abstract void assemble();

  abstract void acquire(Request request);

  abstract void release(Request request);

  abstract void write(Request request);

  abstract void read(Request request);

  /** Whether a client of this node holds the lock now, as far as this node knows. */
  abstract boolean holds();

  @Override
  protected final void begin() {
    assemble();
    storage().whenDurable(this::resumed);
  }

  /** The leader is whoever holds the lock: to elect one is what such locks are used for. */
  @Override
  protected final boolean isLeader() {
    return holds();
  }

  static Map<String, @Nullable Object> acquired(long token) {
    return Bodies.of("type", "acquire_ok", "token", token);
  }

  static Map<String, @Nullable Object> held(String by) {
    return ErrorCode.PRECONDITION_FAILED.body("held by " + by);
  }

  static Map<String, @Nullable Object> notTheHolder() {
    return ErrorCode.PRECONDITION_FAILED.body("not the holder");
  }

  static String owner(Request request) {
    return Bodies.text(request.body(), "owner");
  }

  static long token(Request request) {
    return Bodies.number(request.body(), "token");
  }

  /** Whether it is about this grant: it names its token, or none at all. */
  static boolean isAbout(Request request, long grant) {
    return !request.body().containsKey("token") || token(request) == grant;
  }

  @Override
  protected final boolean serve(String type, Request request) {
    switch (type) {
      case "acquire" -> acquire(request);
      case "release" -> release(request);
      case "write" -> write(request);
      case "read" -> read(request);
      default -> {
        return false;
      }
    }
    return true;
  }

  @Override
  protected final String vocabulary() {
    return "a lock knows acquire, release, write, read, role and ping";
  }
}
