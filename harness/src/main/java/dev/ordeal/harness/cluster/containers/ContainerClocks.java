package dev.ordeal.harness.cluster.containers;

import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import dev.ordeal.harness.cluster.HostPort;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.Question;
import dev.ordeal.harness.internal.clock.Faketime;
import dev.ordeal.harness.internal.clock.FileClocks;
import dev.ordeal.harness.internal.clock.NodeWord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.testcontainers.containers.GenericContainer;

/**
 * The clocks of containers: libfaketime of this machine, and the file that it reads, in a folder
 * that is mounted into each.
 */
final class ContainerClocks extends FileClocks {
  private static final String MOUNTED = "/ordeal-clock";
  private static final String LIBRARY = "libfaketime.so";

  private final Function<Node, NodeContainer> containers;

  ContainerClocks(
      Path folder,
      Collection<String> names,
      Function<Node, NodeContainer> containers,
      Function<Node, HostPort> homes,
      Question question) {
    super(folder, names, homes, question);
    this.containers = containers;
  }

  /** Before it is created. */
  void mountInto(GenericContainer<?> container, String name) {
    var folder = folder(name);
    try {
      Files.copy(library(), folder.resolve(LIBRARY), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot copy " + library() + " for " + name, failure);
    }
    Faketime.environment(MOUNTED + "/" + LIBRARY, MOUNTED + "/" + FILE).forEach(container::addEnv);
    var mount = new Bind(folder.toString(), new Volume(MOUNTED), AccessMode.ro);
    container.withCreateContainerCmdModifier(
        command -> {
          var config = command.getHostConfig();
          var changed = config == null ? new HostConfig() : config;
          var binds = new ArrayList<Bind>(List.of(mount));
          Stream.ofNullable(changed.getBinds()).flatMap(Stream::of).forEach(binds::add);
          var unused = command.withHostConfig(changed.withBinds(binds));
        });
  }

  @Override
  protected List<Long> pids(Node node) {
    return containers.apply(node).localPids();
  }

  @Override
  protected Optional<Reading> readByHelper(Node node) {
    return NodeWord.ofHelper(command -> containers.apply(node).ask(command), 1);
  }
}
