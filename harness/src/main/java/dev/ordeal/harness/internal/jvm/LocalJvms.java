package dev.ordeal.harness.internal.jvm;

import dev.ordeal.harness.cluster.Jvms;
import dev.ordeal.harness.cluster.Node;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The JVMs among the processes of nodes, as far as they run on this machine. */
public final class LocalJvms implements Jvms {
  private static final Pattern KIBI = Pattern.compile("(?:total|committed) (\\d+)K, used (\\d+)K");
  private static final int LOOKS_MAX = 500;
  private static final Pattern MEBI = Pattern.compile("used (\\d+)M, capacity (\\d+)M");

  private final Function<Node, List<Long>> pids;

  /**
   * Those of these processes.
   *
   * @param pids the processes of a node, by their numbers here; none if they are not seen from here
   */
  public LocalJvms(Function<Node, List<Long>> pids) {
    this.pids = pids;
  }

  @Override
  public Optional<String> obstacle(Deed deed, Node node) {
    var processes = pids.apply(node);
    if (processes.isEmpty()) {
      return Optional.of(
          "the processes of "
              + node.name()
              + " are not seen from here; that takes Linux, and for containers an engine on this"
              + " machine, and root");
    }
    var jvm = AttachedJvm.among(processes);
    if (jvm.isEmpty()) {
      return Optional.of(node.name() + " is no JVM: its processes have no libjvm.so");
    }
    return deed == Deed.EXHAUST_HEAP && !jvm.get().loadsAgents()
        ? Optional.of(
            "the JVM of " + node.name() + " can load no agent: add the module java.instrument")
        : Optional.empty();
  }

  private AttachedJvm jvm(Node node) {
    return AttachedJvm.among(pids.apply(node))
        .orElseThrow(
            () -> new IllegalStateException(node.name() + " is no JVM, or does not run just now"));
  }

  @Override
  public Held stall(Node node) {
    return SafepointStall.of(jvm(node))::release;
  }

  @Override
  public Held exhaustHeap(Node node) {
    var full = FullHeap.of(jvm(node));
    var said = new AtomicReference<@Nullable String>();
    return () -> {
      if (said.get() == null) {
        full.release();
        said.set(relieved(node));
      }
      return Objects.requireNonNull(said.get());
    };
  }

  /** Garbage stays where it is until somebody needs the room: healing does not wait for that. */
  private String relieved(Node node) {
    var words = "";
    for (int look = 0; look < LOOKS_MAX; look++) {
      try {
        jvm(node).command("GC.run");
      } catch (IllegalStateException hasEnded) {
        return "";
      }
      var heap = heap(node);
      words = heap.map(Heap::words).orElse("");
      if (heap.filter(Heap::isFull).isEmpty()) {
        break;
      }
      Commands.pause();
    }
    return words;
  }

  @Override
  public Optional<Heap> heap(Node node) {
    String text;
    try {
      text = jvm(node).command("GC.heap_info");
    } catch (IllegalStateException hasEnded) {
      return Optional.empty();
    }
    long used = 0;
    long size = 0;
    for (var lines = KIBI.matcher(text); lines.find(); ) {
      size += Long.parseLong(lines.group(1)) << 10;
      used += Long.parseLong(lines.group(2)) << 10;
    }
    for (var lines = MEBI.matcher(text); size == 0 && lines.find(); ) {
      used += Long.parseLong(lines.group(1)) << 20;
      size += Long.parseLong(lines.group(2)) << 20;
    }
    return size == 0 ? Optional.empty() : Optional.of(new Heap(used, size));
  }
}
