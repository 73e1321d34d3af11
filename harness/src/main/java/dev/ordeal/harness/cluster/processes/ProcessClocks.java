package dev.ordeal.harness.cluster.processes;

import dev.ordeal.harness.cluster.Clocks.Reading;
import dev.ordeal.harness.cluster.HostPort;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.Question;
import dev.ordeal.harness.internal.clock.Faketime;
import dev.ordeal.harness.internal.clock.FileClocks;
import dev.ordeal.harness.internal.clock.NodeWord;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The clocks of child processes, under libfaketime of this machine. */
final class ProcessClocks implements FileClocks.World {
  private final Path library = Faketime.library();
  private final Function<Node, NodeProcess> processes;
  private final Function<Node, HostPort> homes;
  private final Question question;
  private final FileClocks files;

  ProcessClocks(
      Path folder,
      Collection<String> names,
      Function<Node, NodeProcess> processes,
      Function<Node, HostPort> homes,
      Question question) {
    this.processes = processes;
    this.homes = homes;
    this.question = question;
    this.files = new FileClocks(folder, names, this);
  }

  FileClocks files() {
    return files;
  }

  /** What the user's environment says, and what makes the clock wrong. */
  Map<String, String> environment(String name, Map<String, String> users) {
    var environment = new HashMap<>(users);
    var ours = ours(name);
    environment.putAll(ours);
    // Other libraries that are preloaded stay.
    environment.computeIfPresent(
        "LD_PRELOAD",
        (key, library) -> users.containsKey(key) ? library + ":" + users.get(key) : library);
    return Map.copyOf(environment);
  }

  private Map<String, String> ours(String name) {
    var file = files.folder(name).resolve(FileClocks.FILE);
    return Faketime.environment(library.toString(), file.toString());
  }

  @Override
  public Optional<Instant> start(Node node) {
    return processes.apply(node).pids().stream()
        .findFirst()
        .flatMap(ProcessHandle::of)
        .flatMap(process -> process.info().startInstant());
  }

  @Override
  public Optional<Reading> read(Node node) {
    return NodeWord.read(
        question,
        homes.apply(node),
        () ->
            processes.apply(node).pids().stream()
                .findFirst()
                .flatMap(pid -> NodeWord.ofHelper(ours(node.name()), pid)));
  }
}
