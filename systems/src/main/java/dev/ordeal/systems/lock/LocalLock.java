package dev.ordeal.systems.lock;

import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.port.ErrorCode;
import dev.ordeal.systems.service.Request;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The lock as the articles have it: every node keeps a mutex of its own, in memory.
 *
 * <p>It promises that at most one client at a time holds the lock, and breaks that without any
 * fault: two clients that ask two nodes both get it, with tokens that the nodes count each for
 * itself. The resource, one for all, is at the first node and takes every write.
 */
public final class LocalLock extends LockNode {
  private final Duration timeout;
  private @Nullable FirstNode first;
  private @Nullable Resource resource;
  private @Nullable String owner;
  private long token;

  /**
   * A node of it.
   *
   * @param timeout how long a node waits for the first node, where the resource is
   */
  public LocalLock(Duration timeout) {
    this.timeout = timeout;
  }

  @Override
  void assemble() {
    resource = new Resource(storage());
    first = new FirstNode(host(), this::serve, timeout);
  }

  @Override
  void acquire(Request request) {
    String asking = owner(request);
    if (owner != null) {
      request.answer(held(owner));
      return;
    }
    owner = asking;
    request.answer(acquired(++token));
  }

  @Override
  void release(Request request) {
    if (!owner(request).equals(owner) || !isAbout(request, token)) {
      request.answer(notTheHolder());
      return;
    }
    owner = null;
    request.answer(RELEASED);
  }

  @Override
  void write(Request request) {
    if (!owner(request).equals(owner) || token(request) != token) {
      request.answer(notTheHolder());
      return;
    }
    forward(
        Bodies.of("type", "write", "token", token, "value", request.body().get("value")), request);
  }

  @Override
  void read(Request request) {
    forward(Bodies.of("type", "read"), request);
  }

  private void forward(Map<String, @Nullable Object> call, Request request) {
    if (first != null) {
      first.call(call, request::answer);
    }
  }

  private void serve(
      Map<String, @Nullable Object> call, Consumer<Map<String, @Nullable Object>> answer) {
    if (resource == null) {
      return;
    }
    switch (Bodies.type(call)) {
      case "write" -> resource.write(Bodies.number(call, "token"), call.get("value"), answer);
      case "read" -> resource.read(answer);
      default -> answer.accept(ErrorCode.NOT_SUPPORTED.body("a resource is written and read"));
    }
  }

  @Override
  protected void fromPeer(String src, Map<String, @Nullable Object> body) {
    if (first != null) {
      first.receive(src, body);
    }
  }

  @Override
  boolean holds() {
    return owner != null;
  }
}
