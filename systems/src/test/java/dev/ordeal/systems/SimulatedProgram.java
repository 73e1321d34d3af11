package dev.ordeal.systems;

import dev.ordeal.harness.cluster.simulated.SimulatedDisk;
import dev.ordeal.harness.cluster.simulated.SimulatedHost;
import dev.ordeal.harness.cluster.simulated.SimulatedNode;
import dev.ordeal.systems.port.Host;
import dev.ordeal.systems.port.Message;
import dev.ordeal.systems.port.NodeProgram;
import dev.ordeal.systems.port.Storage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A system's node program as a simulated node: the same class that runs in a real process. */
record SimulatedProgram(NodeProgram program) implements SimulatedNode {

  @Override
  public void start(SimulatedHost host) {
    program.start(new PortHost(host, new PortStorage(host.disk())));
  }

  @Override
  public void receive(String src, Map<String, @Nullable Object> body) {
    program.receive(new Message(src, body));
  }

  @Override
  public boolean leads() {
    return program.leads();
  }

  private record PortHost(SimulatedHost host, Storage storage) implements Host {
    @Override
    public String name() {
      return host.name();
    }

    @Override
    public List<String> nodes() {
      return host.nodes();
    }

    @Override
    public long now() {
      return host.now();
    }

    @Override
    public Instant wallClock() {
      return host.wallClock();
    }

    @Override
    public RandomGenerator random() {
      return host.random();
    }

    @Override
    public void send(String dest, Map<String, @Nullable Object> body) {
      host.send(dest, body);
    }

    @Override
    public Runnable after(Duration delay, Runnable task) {
      return host.after(delay, task);
    }

    @Override
    public void log(String line) {
      host.log(line);
    }
  }

  private record PortStorage(SimulatedDisk disk) implements Storage {
    @Override
    public Optional<Map<String, @Nullable Object>> read(String key) {
      return disk.read(key);
    }

    @Override
    public void write(String key, Map<String, @Nullable Object> record) {
      disk.write(key, record);
    }

    @Override
    public void sync(Runnable synced) {
      disk.sync(synced);
    }
  }
}
