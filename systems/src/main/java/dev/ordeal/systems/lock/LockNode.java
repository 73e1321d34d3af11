package dev.ordeal.systems.lock;

import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.port.ErrorCode;
import dev.ordeal.systems.port.Host;
import dev.ordeal.systems.port.MalformedBodyException;
import dev.ordeal.systems.port.Message;
import dev.ordeal.systems.port.NodeProgram;
import dev.ordeal.systems.port.WriteAhead;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What every lock variant's node does alike: it understands the requests and drops replays. */
abstract class LockNode implements NodeProgram {
  static final Map<String, @Nullable Object> RELEASED = Bodies.of("type", "release_ok");
  static final Map<String, @Nullable Object> WRITTEN = Bodies.of("type", "write_ok");

  private @Nullable Host host;
  private @Nullable WriteAhead storage;
  private final ReplayWindow replays = new ReplayWindow();

  @Override
  public final void start(Host host) {
    this.host = host;
    this.storage = new WriteAhead(host.storage());
    begin();
  }

  /** Called once the host is known, before any message. */
  abstract void begin();

  abstract void acquire(Request request);

  abstract void release(Request request);

  abstract void write(Request request);

  abstract void read(Request request);

  abstract void fromPeer(String src, Map<String, @Nullable Object> body);

  /** Whether a client of this node holds the lock now, as far as this node knows. */
  abstract boolean holds();

  /** The leader is whoever holds the lock: to elect one is what such locks are used for. */
  @Override
  public final boolean leads() {
    return host != null && holds();
  }

  final Host host() {
    return started(host);
  }

  final WriteAhead storage() {
    return started(storage);
  }

  private static <T> T started(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("the node has no host yet: call start first");
    }
    return part;
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

  @Override
  public final void receive(Message message) {
    if (host().nodes().contains(message.src())) {
      try {
        fromPeer(message.src(), message.body());
      } catch (MalformedBodyException e) {
        System.getLogger(LockNode.class.getName())
            .log(
                System.Logger.Level.WARNING,
                "dropped a message of " + message.src() + ": " + e.getMessage());
      }
    } else {
      fromClient(new Request(host(), message.src(), message.body()));
    }
  }

  private void fromClient(Request request) {
    if (request.body().get("msg_id") instanceof Long id && !replays.isNew(request.client(), id)) {
      return;
    }
    try {
      dispatch(request);
    } catch (MalformedBodyException e) {
      request.refuse(ErrorCode.MALFORMED_REQUEST, String.valueOf(e.getMessage()));
    }
  }

  private void dispatch(Request request) {
    String type = Bodies.type(request.body());
    switch (type) {
      case "acquire" -> acquire(request);
      case "release" -> release(request);
      case "write" -> write(request);
      case "read" -> read(request);
      case "role" ->
          request.answer(Bodies.of("type", "role_ok", "role", leads() ? "leader" : "follower"));
      case "ping" -> request.answer(Bodies.of("type", "ping_ok"));
      default ->
          request.refuse(
              ErrorCode.NOT_SUPPORTED,
              "a lock knows acquire, release, write, read, role and ping, not '" + type + "'");
    }
  }
}
