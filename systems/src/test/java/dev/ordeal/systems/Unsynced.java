package dev.ordeal.systems;

import dev.ordeal.systems.port.Host;
import dev.ordeal.systems.port.Message;
import dev.ordeal.systems.port.NodeProgram;
import dev.ordeal.systems.port.Storage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A program on a host that says of everything written that it is durable, and syncs nothing. */
record Unsynced(NodeProgram program) implements NodeProgram {

  @Override
  public void start(Host host) {
    var careless = new Careless(host);
    var other =
        Proxy.newProxyInstance(
            Host.class.getClassLoader(),
            new Class<?>[] {Host.class},
            (proxy, method, arguments) -> {
              try {
                return method.getName().equals("storage")
                    ? careless
                    : method.invoke(host, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
    program.start((Host) other);
  }

  @Override
  public void receive(Message message) {
    program.receive(message);
  }

  @Override
  public boolean leads() {
    return program.leads();
  }

  private record Careless(Host host) implements Storage {
    @Override
    public Optional<Map<String, @Nullable Object>> read(String key) {
      return host.storage().read(key);
    }

    @Override
    public void write(String key, Map<String, @Nullable Object> record) {
      host.storage().write(key, record);
    }

    @Override
    public void sync(Runnable synced) {
      host.after(Duration.ZERO, synced);
    }
  }
}
