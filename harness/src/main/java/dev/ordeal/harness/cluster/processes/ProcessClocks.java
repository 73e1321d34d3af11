package dev.ordeal.harness.cluster.processes;

import dev.ordeal.harness.cluster.HostPort;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.Question;
import dev.ordeal.harness.internal.clock.AbandonedClocks;
import dev.ordeal.harness.internal.clock.Faketime;
import dev.ordeal.harness.internal.clock.FileClocks;
import dev.ordeal.harness.internal.clock.NodeWord;
import dev.ordeal.harness.internal.reaper.ReaperHandle;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The clocks of child processes, under libfaketime of this machine. */
final class ProcessClocks extends FileClocks {
  private final Function<Node, NodeProcess> processes;
  private final String label;

  ProcessClocks(
      Path folder,
      Collection<String> names,
      Function<Node, NodeProcess> processes,
      Function<Node, HostPort> homes,
      Question question) {
    super(folder, names, homes, question);
    this.processes = processes;
    this.label = folder.toString();
    ReaperHandle.shared().entrust(AbandonedClocks.class, label);
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
    var file = folder(name).resolve(FILE);
    return Faketime.environment(library().toString(), file.toString());
  }

  @Override
  protected List<Long> pids(Node node) {
    return processes.apply(node).pids();
  }

  @Override
  protected Optional<Reading> readByHelper(Node node) {
    return pids(node).stream()
        .findFirst()
        .flatMap(pid -> NodeWord.ofHelper(ours(node.name()), pid));
  }

  /** Removes what the library keeps for processes, all of which have ended. */
  void close() {
    Faketime.sweep();
    ReaperHandle.shared().release(AbandonedClocks.class, label);
  }
}
