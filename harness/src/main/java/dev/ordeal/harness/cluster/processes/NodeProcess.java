package dev.ordeal.harness.cluster.processes;

import dev.ordeal.harness.cluster.LastWords;
import dev.ordeal.harness.cluster.NodePlace;
import dev.ordeal.harness.cluster.Pressure.Pressed;
import dev.ordeal.harness.cluster.Processes.Ending;
import dev.ordeal.harness.cluster.SetupFailure;
import dev.ordeal.harness.internal.reaper.OrphanSweep;
import dev.ordeal.harness.internal.reaper.ReaperHandle;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The child process of one node, over all its starts. */
final class NodeProcess {
  private static final long END_SECONDS = 10;
  private static final int TAIL_LINES = 12;
  private static final Pattern PORT_TAKEN =
      Pattern.compile(
          "address already in use|EADDRINUSE|BindException|only one usage of each socket",
          Pattern.CASE_INSENSITIVE);

  private static final ReaperHandle REAPER = ReaperHandle.shared();

  private final NodeLog log;
  private @Nullable Process process;
  private List<String> command = List.of();
  private long startedAt;
  private final Object starting = new Object();
  private final Set<DutyCycle> starving = ConcurrentHashMap.newKeySet();
  private int starts;
  private boolean paused;
  private boolean killSent;
  private boolean endWanted;
  private boolean wasReady;
  private final List<String> unaskedDeaths = new ArrayList<>();

  NodeProcess(Path logFile) {
    this.log = new NodeLog(logFile);
  }

  /** Starts its process; returns before it is ready. */
  synchronized void spawn(NodePlace place, List<String> command, Map<String, String> environment) {
    noteDeath(place.name());
    this.command = List.copyOf(command);
    var builder =
        new ProcessBuilder(command)
            .directory(new File(place.data()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.file().toFile()));
    builder.environment().putAll(environment);
    OrphanSweep.mark(builder.environment());
    starts++;
    paused = false;
    killSent = false;
    endWanted = false;
    wasReady = false;
    log.mark("start " + starts + " of " + place.name() + " at " + place.listen());
    startedAt = log.size();
    try {
      var child = builder.start();
      process = child;
      var handle = child.toHandle();
      REAPER.watch(handle);
      child.onExit().thenRun(() -> REAPER.forget(handle));
    } catch (IOException failure) {
      throw new SetupFailure(
          place.name()
              + " cannot be started: "
              + failure.getMessage()
              + "; correct the command "
              + commandText(),
          failure);
    }
  }

  synchronized boolean alive() {
    return process != null && process.isAlive();
  }

  synchronized boolean paused() {
    return paused && alive();
  }

  /** Waits for its end; whether it came. */
  boolean ended(long time, TimeUnit unit) {
    Process current;
    synchronized (this) {
      current = process;
    }
    return current == null
        || Waiting.uninterruptibly(
            unit.toNanos(time), (left, nanos) -> current.waitFor(left, nanos));
  }

  /** Ends it and its descendants as SIGKILL does, also when it is paused. Idempotent. */
  synchronized void kill() {
    var current = process;
    if (current == null || !current.isAlive()) {
      return;
    }
    signalKill();
    if (!Waiting.uninterruptibly(TimeUnit.SECONDS.toNanos(END_SECONDS), current::waitFor)) {
      throw new IllegalStateException(
          "process "
              + current.pid()
              + " did not end within "
              + END_SECONDS
              + " s of SIGKILL: it"
              + " hangs in the kernel");
    }
  }

  /** Sends what {@link #kill} waits for. */
  synchronized void signalKill() {
    if (alive() && process != null) {
      var family = process.descendants().toList();
      if (!killSent) {
        log.mark("killed");
        killSent = true;
      }
      endWanted = true;
      process.destroyForcibly();
      family.forEach(ProcessHandle::destroyForcibly);
    }
  }

  /** Asks it and its descendants to end, as SIGTERM does, and kills what is left after a time. */
  Ending stop(String name, Duration patience) {
    List<ProcessHandle> family;
    synchronized (this) {
      var current = process;
      if (current == null || !current.isAlive()) {
        return Ending.BY_ITSELF;
      }
      log.mark("asked to end");
      endWanted = true;
      family = Stream.concat(Stream.of(current.toHandle()), current.descendants()).toList();
      family.forEach(ProcessHandle::destroy);
      // One that is stopped hears it only now.
      resume(name);
    }
    var ended = family.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
    if (Waiting.uninterruptibly(patience.toNanos(), ends(CompletableFuture.allOf(ended)))) {
      return Ending.BY_ITSELF;
    }
    family.forEach(ProcessHandle::destroyForcibly);
    kill();
    return Ending.KILLED;
  }

  private static Waiting.Wait ends(CompletableFuture<?> end) {
    return (time, unit) -> {
      try {
        end.get(Math.max(0, time), unit);
        return true;
      } catch (TimeoutException | ExecutionException no) {
        return false;
      }
    };
  }

  /** Held by who starts it: two that do it at once would start two. */
  Object starting() {
    return starting;
  }

  /** Stops its threads, and sees that they stand. */
  synchronized void pause(String name) {
    if (paused()) {
      return;
    }
    var pids = pids(name, "paused");
    Signals.send("STOP", pids);
    // From here on it may stand: what is not seen to stand must be resumed as well.
    paused = true;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(END_SECONDS);
    while (!pids.stream().allMatch(Signals::stopped)) {
      if (ended(1, TimeUnit.MILLISECONDS) || System.nanoTime() - deadline > 0) {
        throw new IllegalStateException(name + " did not stop: it ended, or hangs in the kernel");
      }
    }
    log.mark("paused");
  }

  /** Lets its threads go on. */
  synchronized void resume(String name) {
    if (!paused()) {
      return;
    }
    log.mark("resumed");
    Signals.send("CONT", pids(name, "resumed"));
    paused = false;
  }

  private List<Long> pids(String name, String what) {
    if (process == null || !process.isAlive()) {
      throw new IllegalStateException(name + " cannot be " + what + ": its process has ended");
    }
    var pids = new ArrayList<Long>();
    pids.add(process.pid());
    process.descendants().forEach(child -> pids.add(child.pid()));
    return pids;
  }

  /** Lets it run for a share of the time only, over all its starts, until that is lifted. */
  Pressed starve(String name, double share) {
    if (!alive()) {
      throw new IllegalStateException(name + " does not run; start it first");
    }
    var cycle = new DutyCycle(this, name, share);
    starving.add(cycle);
    return () -> {
      if (starving.remove(cycle)) {
        cycle.close();
        letRun();
      }
    };
  }

  /** Lets it stand or run, unless it is paused or gone. */
  synchronized void beat(SignalShell shell, boolean runs) {
    if (alive() && !paused) {
      shell.send(runs ? "CONT" : "STOP", pids());
    }
  }

  private synchronized void letRun() {
    if (alive() && !paused) {
      Signals.send("CONT", pids());
    }
  }

  /** Its process and what that started; none if it does not run. */
  synchronized List<Long> pids() {
    return process == null || !process.isAlive() ? List.of() : pids("it", "seen");
  }

  /** It has got ready: if it ends now, and nobody killed it, that is a death to tell. */
  synchronized void ready() {
    wasReady = true;
  }

  /** A line for each of its ends, after it had got ready, that nobody asked for. */
  synchronized List<String> unaskedDeaths(String name) {
    noteDeath(name);
    return List.copyOf(unaskedDeaths);
  }

  private void noteDeath(String name) {
    if (!wasReady || endWanted) {
      return;
    }
    end()
        .ifPresent(
            how -> {
              wasReady = false;
              unaskedDeaths.add(LastWords.of(name, how, log.tail(startedAt, LastWords.TAIL_LINES)));
            });
  }

  /** How its process ended, if it has. */
  synchronized Optional<String> end() {
    return process == null || process.isAlive()
        ? Optional.empty()
        : Optional.of("ended with exit code " + process.exitValue());
  }

  /** Whether what it printed since its start says that its port is taken. */
  synchronized boolean portTaken() {
    return log.tail(startedAt, 200).stream().anyMatch(line -> PORT_TAKEN.matcher(line).find());
  }

  /** The last lines since its start, and the command: what explains a failure. */
  synchronized String explanation() {
    var lines = log.tail(startedAt, TAIL_LINES);
    var text = new StringBuilder();
    text.append(lines.isEmpty() ? "it printed nothing" : "the last lines of its log");
    text.append(" (").append(log.file()).append(")");
    lines.forEach(line -> text.append("\n  | ").append(brief(line, 200)));
    return text.append("\ncommand: ").append(commandText()).toString();
  }

  private String commandText() {
    return brief(String.join(" ", command), 2_000);
  }

  private static String brief(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length) + " ...";
  }
}
