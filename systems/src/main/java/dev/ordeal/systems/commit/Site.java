package dev.ordeal.systems.commit;

import dev.ordeal.systems.port.Host;
import dev.ordeal.systems.port.WriteAhead;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of one node share.
 *
 * @param storage through which all of the node's writes go
 * @param life in which of its lives this node is
 * @param lives in which the others are
 * @param local takes what this node sends to itself
 */
record Site(
    Host host,
    WriteAhead storage,
    Timings timings,
    long life,
    Lives lives,
    BiConsumer<String, Map<String, @Nullable Object>> local) {

  String name() {
    return host.name();
  }

  /** Sends to another node or to this one, in either case as an event of its own. */
  void send(String dest, Map<String, @Nullable Object> body) {
    if (dest.equals(name())) {
      host.after(Duration.ZERO, () -> local.accept(dest, body));
    } else {
      host.send(dest, body);
    }
  }

  /** Tells that a phase that began then is over. */
  void phase(String phase, long since) {
    host.phase(phase, Duration.ofNanos(host.now() - since));
  }
}
