package dev.ordeal.systems.service;

import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.port.ErrorCode;
import dev.ordeal.systems.port.Host;
import dev.ordeal.systems.port.MalformedBodyException;
import dev.ordeal.systems.port.Message;
import dev.ordeal.systems.port.NodeProgram;
import dev.ordeal.systems.port.WriteAhead;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What every node of a service does alike: it tells clients from peers, drops replays, refuses what
 * is malformed, and answers {@code role} and {@code ping}.
 */
public abstract class ServiceNode implements NodeProgram {
  private @Nullable Host host;
  private @Nullable WriteAhead storage;
  private long began;
  private final ReplayWindow replays = new ReplayWindow();

  @Override
  public final void start(Host host) {
    this.host = host;
    this.storage = new WriteAhead(host.storage());
    this.began = host.now();
    begin();
  }

  /** Called once the host is known, before any message; it sees to {@link #resumed}. */
  protected abstract void begin();

  /** To be called once, when this node is again what it was: tells how long that took. */
  protected final void resumed() {
    host().phase("recovery-resume", Duration.ofNanos(host().now() - began));
  }

  /**
   * A client asks for something.
   *
   * @return false if this service knows no such request
   * @throws MalformedBodyException if a field is missing or of a wrong type; it is answered for you
   */
  protected abstract boolean serve(String type, Request request);

  /** What this service can be asked for, in words, for whoever asked for something else. */
  protected abstract String vocabulary();

  /**
   * Another node says something.
   *
   * @throws MalformedBodyException if a field is missing or of a wrong type; it is logged for you
   */
  protected abstract void fromPeer(String src, Map<String, @Nullable Object> body);

  /** Whether this node believes that it leads; asked only once it is started. */
  protected abstract boolean isLeader();

  @Override
  public final boolean leads() {
    return host != null && isLeader();
  }

  /** The world that this node runs in. */
  protected final Host host() {
    return started(host);
  }

  /** What survives a crash of this node. */
  protected final WriteAhead storage() {
    return started(storage);
  }

  /** A part that exists once the node is started. */
  protected static <T> T started(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("the node has no host yet: call start first");
    }
    return part;
  }

  @Override
  public final void receive(Message message) {
    if (host().nodes().contains(message.src())) {
      try {
        fromPeer(message.src(), message.body());
      } catch (MalformedBodyException e) {
        System.getLogger(getClass().getName())
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
      dispatch(request.type(), request);
    } catch (MalformedBodyException e) {
      request.refuse(ErrorCode.MALFORMED_REQUEST, String.valueOf(e.getMessage()));
    }
  }

  private void dispatch(String type, Request request) {
    switch (type) {
      case "role" ->
          request.answer(Bodies.of("type", "role_ok", "role", leads() ? "leader" : "follower"));
      case "ping" -> request.answer(Bodies.of("type", "ping_ok"));
      default -> {
        if (!serve(type, request)) {
          request.refuse(ErrorCode.NOT_SUPPORTED, vocabulary() + ", not '" + type + "'");
        }
      }
    }
  }
}
