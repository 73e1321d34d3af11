package dev.ordeal.systems.consensus;

import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.port.Host;
import dev.ordeal.systems.port.Message;
import dev.ordeal.systems.port.NodeProgram;
import dev.ordeal.systems.port.WriteAhead;
import dev.ordeal.systems.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A node that is nothing but registers. Each holds a list of ids; a change appends one, and answers
 * with the list it made.
 */
final class Registers implements NodeProgram {
  static final Change READ = state -> new Change.Keep(Bodies.of("ids", ids(state)));

  private @Nullable CasPaxos paxos;

  /** Those of a running node. */
  static CasPaxos of(World world, String node) {
    CasPaxos paxos = ((Registers) world.program(node)).paxos;
    if (paxos == null) {
      throw new IllegalStateException("not started");
    }
    return paxos;
  }

  static Change append(long id) {
    return state -> {
      List<Object> ids = ids(state);
      ids.add(id);
      Map<String, @Nullable Object> next = Bodies.of("ids", ids);
      return new Change.Become(next, next);
    };
  }

  static List<Object> ids(@Nullable Map<String, @Nullable Object> state) {
    return state != null && state.get("ids") instanceof List<?> ids
        ? new ArrayList<>(ids)
        : new ArrayList<>();
  }

  @Override
  public void start(Host host) {
    paxos =
        new CasPaxos(
            host, new WriteAhead(host.storage()), Duration.ofSeconds(1), Duration.ofMillis(40));
  }

  @Override
  public void receive(Message message) {
    if (paxos != null) {
      paxos.receive(message.src(), message.body());
    }
  }
}
