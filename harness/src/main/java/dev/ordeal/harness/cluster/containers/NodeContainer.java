package dev.ordeal.harness.cluster.containers;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.HostConfig;
import dev.ordeal.harness.cluster.LastWords;
import dev.ordeal.harness.cluster.Processes.Ending;
import dev.ordeal.harness.cluster.SetupFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.GenericContainer;

/** The container of one node, over all its starts. */
final class NodeContainer {
  private static final int TAIL_LINES = 12;

  /** What an engine says of the exit of a process that SIGKILL ended. */
  private static final long KILLED = 128 + 9;

  private final ContainerEngine engine;
  private final String name;
  private final GenericContainer<?> container;
  private final ContainerLog log;
  private final List<String> unaskedDeaths = new ArrayList<>();
  private final Object starting = new Object();
  private int starts;
  private boolean wasReady;

  NodeContainer(
      ContainerEngine engine, String name, GenericContainer<?> container, ContainerLog log) {
    this.engine = engine;
    this.name = name;
    this.container = container;
    this.log = log;
  }

  GenericContainer<?> container() {
    return container;
  }

  /** Creates and starts it; returns before it is ready. */
  synchronized void create() {
    log.mark("start " + ++starts + " of " + name);
    try {
      container.start();
    } catch (RuntimeException failure) {
      if (container.getContainerId() != null && inspect().isPresent()) {
        log.follow(engine.client(), container.getContainerId());
        log.finish();
      }
      throw new SetupFailure(
          name + " does not start: " + innermost(failure) + "; " + explanation(), failure);
    }
    log.follow(engine.client(), container.getContainerId());
  }

  private static String innermost(Throwable failure) {
    var cause = failure;
    while (cause.getCause() != null && cause.getCause().getMessage() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).strip();
  }

  /** Starts it again; returns before it is ready. */
  synchronized void startAgain() {
    noteDeath();
    log.finish();
    log.mark("start " + ++starts + " of " + name);
    command("starting", () -> engine.client().startContainerCmd(id()).exec());
    log.follow(engine.client(), id());
  }

  synchronized void kill() {
    if (running()) {
      log.mark("kill " + name);
      command("killing", () -> engine.client().killContainerCmd(id()).exec());
      wasReady = false;
    } else {
      noteDeath();
    }
  }

  /** Asks it to end, and kills it after a time; it is told by how it ended. */
  synchronized Ending stop(Duration patience) {
    if (!running()) {
      noteDeath();
      return Ending.BY_ITSELF;
    }
    log.mark("stop " + name);
    resume();
    wasReady = false;
    int seconds = Math.toIntExact(patience.toSeconds());
    command("stopping", () -> engine.client().stopContainerCmd(id()).withTimeout(seconds).exec());
    return exitCode().filter(code -> code == KILLED).isPresent() ? Ending.KILLED : Ending.BY_ITSELF;
  }

  private Optional<Long> exitCode() {
    return state().map(InspectContainerResponse.ContainerState::getExitCodeLong);
  }

  /** Held by who starts it: two that do it at once would start two. */
  Object starting() {
    return starting;
  }

  /** It has got ready: if it ends now, and nobody killed it, that is a death to tell. */
  synchronized void ready() {
    wasReady = true;
  }

  /** A line for each of its ends, after it had got ready, that nobody asked for. */
  synchronized List<String> unaskedDeaths() {
    noteDeath();
    return List.copyOf(unaskedDeaths);
  }

  private void noteDeath() {
    if (wasReady) {
      end()
          .ifPresent(
              how -> {
                wasReady = false;
                log.finish();
                unaskedDeaths.add(LastWords.of(name, how, log.tail(LastWords.TAIL_LINES)));
              });
    }
  }

  synchronized void pause() {
    var state = state();
    if (!Boolean.TRUE.equals(
        state.map(InspectContainerResponse.ContainerState::getRunning).orElse(false))) {
      throw new IllegalStateException(name + " cannot be paused: it does not run; start it first");
    }
    if (!Boolean.TRUE.equals(state.orElseThrow().getPaused())) {
      log.mark("pause " + name);
      command("pausing", () -> engine.client().pauseContainerCmd(id()).exec());
    }
  }

  synchronized void resume() {
    if (state().filter(state -> Boolean.TRUE.equals(state.getPaused())).isPresent()) {
      log.mark("resume " + name);
      command("resuming", () -> engine.client().unpauseContainerCmd(id()).exec());
    }
  }

  private void command(String what, Callable<@Nullable Void> command) {
    engine.call(what + " " + name, command);
  }

  String id() {
    return container.getContainerId();
  }

  /**
   * Its processes, as this machine numbers them; none if they are not on it, or not ours to see.
   */
  List<Long> localPids() {
    return state()
        .filter(state -> Boolean.TRUE.equals(state.getRunning()))
        .map(InspectContainerResponse.ContainerState::getPidLong)
        .filter(this::isOurs)
        .stream()
        .flatMap(NodeContainer::family)
        .toList();
  }

  private static Stream<Long> family(long pid) {
    var children =
        ProcessHandle.of(pid).stream().flatMap(ProcessHandle::descendants).map(ProcessHandle::pid);
    return Stream.concat(Stream.of(pid), children);
  }

  /** The number that an engine on another machine tells is somebody else's here. */
  private boolean isOurs(long pid) {
    try {
      var folder = Path.of("/proc", Long.toString(pid));
      return Files.readString(folder.resolve("cgroup")).contains(id())
          && Files.isReadable(folder.resolve("fd"));
    } catch (IOException elsewhere) {
      return false;
    }
  }

  /** What a program says that runs beside the node; empty if it does not run, or not well. */
  Optional<String> ask(String... command) {
    if (!running()) {
      return Optional.empty();
    }
    try {
      var result = container.execInContainer(command);
      return result.getExitCode() == 0 ? Optional.of(result.getStdout()) : Optional.empty();
    } catch (IOException | UnsupportedOperationException noSuchProgram) {
      return Optional.empty();
    } catch (InterruptedException early) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  Optional<HostConfig> hostConfig() {
    return inspect().map(InspectContainerResponse::getHostConfig);
  }

  /** Whether its process exists; a paused one does. */
  boolean running() {
    return state().filter(state -> Boolean.TRUE.equals(state.getRunning())).isPresent();
  }

  /** Its address in the network, which a restart may change; empty while it does not run. */
  Optional<String> address() {
    return inspect()
        .flatMap(found -> found.getNetworkSettings().getNetworks().values().stream().findFirst())
        .map(network -> String.valueOf(network.getIpAddress()))
        .filter(address -> !address.isEmpty());
  }

  /** Its first process, as the engine's machine numbers it; empty while it does not run. */
  Optional<Long> pid() {
    return state()
        .filter(state -> Boolean.TRUE.equals(state.getRunning()))
        .map(InspectContainerResponse.ContainerState::getPidLong);
  }

  /** How it ended, if it has. */
  Optional<String> end() {
    return state()
        .filter(state -> !Boolean.TRUE.equals(state.getRunning()))
        .map(state -> "ended with exit code " + state.getExitCodeLong());
  }

  private Optional<InspectContainerResponse.ContainerState> state() {
    return inspect().map(InspectContainerResponse::getState);
  }

  private Optional<InspectContainerResponse> inspect() {
    if (id() == null) {
      return Optional.empty();
    }
    return engine.call(
        "looking at " + name,
        () -> {
          try {
            return Optional.of(engine.client().inspectContainerCmd(id()).exec());
          } catch (NotFoundException gone) {
            return Optional.empty();
          }
        });
  }

  /** What the log says at its end, for a failure. */
  String explanation() {
    var lines = log.tail(TAIL_LINES);
    return lines.isEmpty() ? "its log is empty" : "its log ends:\n  " + String.join("\n  ", lines);
  }

  /** After the container is gone. */
  synchronized void closeLog() {
    log.finish();
    log.close();
  }
}
