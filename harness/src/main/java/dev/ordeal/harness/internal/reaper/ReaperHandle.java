package dev.ordeal.harness.internal.reaper;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The test process's end of the pipe to its {@link Reaper}, which is started when it is first
 * needed and again if something ended it. Safe for use by many threads.
 */
public final class ReaperHandle {
  private static final ReaperHandle SHARED = new ReaperHandle();
  private static final Path SETSID = Path.of("/usr/bin/setsid");

  /** The settings by which the reaper finds the same container engine as this process. */
  private static final List<String> PASSED_ON = List.of("api.", "docker.", "DOCKER_", "registry.");

  private final Set<String> orders = new LinkedHashSet<>();
  private @Nullable Process reaper;

  private ReaperHandle() {}

  /** The one of this process. */
  public static ReaperHandle shared() {
    return SHARED;
  }

  /** Has this process, and all it starts, ended when the test process is gone. */
  public void watch(ProcessHandle process) {
    give(order(process));
  }

  /** Takes back {@link #watch}: the process has ended. */
  public void forget(ProcessHandle process) {
    var prefix = "process " + process.pid() + " ";
    takeBack(order -> order.startsWith(prefix), "forget " + process.pid());
  }

  /**
   * Has this clean-up carried out when the test process is gone, those entrusted last before those
   * entrusted first; the argument is one line.
   */
  public void entrust(Class<? extends Cleanup> cleanup, String argument) {
    give("cleanup " + cleanup.getName() + " " + argument);
  }

  /** Takes back {@link #entrust}: it has been done. */
  public void release(Class<? extends Cleanup> cleanup, String argument) {
    var task = cleanup.getName() + " " + argument;
    takeBack(("cleanup " + task)::equals, "done " + task);
  }

  /** The process of the reaper, if it runs. */
  public synchronized @Nullable ProcessHandle process() {
    return reaper == null || !reaper.isAlive() ? null : reaper.toHandle();
  }

  private static String order(ProcessHandle process) {
    var identity = ProcessIdentity.of(process);
    return "process " + identity.pid() + " " + identity.start();
  }

  private synchronized void give(String order) {
    orders.add(order);
    if (!say(order)) {
      reaper = launch();
      orders.forEach(this::say);
    }
  }

  private synchronized void takeBack(Predicate<String> taken, String counterOrder) {
    orders.removeIf(taken);
    say(counterOrder);
  }

  private synchronized boolean say(String order) {
    if (reaper == null || !reaper.isAlive()) {
      return false;
    }
    try {
      var pipe = reaper.getOutputStream();
      pipe.write((order + "\n").getBytes(StandardCharsets.UTF_8));
      pipe.flush();
      return true;
    } catch (IOException broken) {
      return false;
    }
  }

  /**
   * Returns when no signal can end it by accident. Output is not inherited: a build tool waits for
   * the end of the streams it gave to a test process. A session of its own keeps a signal to the
   * process group from ending both.
   */
  private static Process launch() {
    var command = new ArrayList<String>();
    if (Files.isExecutable(SETSID)) {
      command.add(SETSID.toString());
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "-Xss512k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-Xshare:auto", "-XX:-UsePerfData"));
    passedOnSettings().forEach(command::add);
    command.add(Reaper.class.getName());
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    var environment = builder.environment();
    environment.keySet().removeAll(Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    environment.put("CLASSPATH", classPath());
    // It removes containers; it must not start one to watch over it.
    environment.put("TESTCONTAINERS_RYUK_DISABLED", "true");
    try {
      var process = builder.start();
      try (var answer = process.getInputStream()) {
        if (answer.read() != Reaper.READY) {
          throw new IllegalStateException("the reaper ended before it began: " + command);
        }
      }
      return process;
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot start the reaper: " + command, failure);
    }
  }

  private static Stream<String> passedOnSettings() {
    return System.getProperties().stringPropertyNames().stream()
        .filter(name -> PASSED_ON.stream().anyMatch(name::startsWith))
        .sorted()
        .map(name -> "-D" + name + "=" + System.getProperty(name));
  }

  /** The class path of this process, made absolute; with ours, should a module path hold it. */
  private static String classPath() {
    var paths = new LinkedHashSet<String>();
    Arrays.stream(System.getProperty("java.class.path", "").split(File.pathSeparator))
        .filter(path -> !path.isEmpty())
        .map(path -> Path.of(path).toAbsolutePath().toString())
        .forEach(paths::add);
    try {
      var source =
          Objects.requireNonNull(Reaper.class.getProtectionDomain().getCodeSource()).getLocation();
      paths.add(Path.of(source.toURI()).toString());
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
    return String.join(File.pathSeparator, paths);
  }
}
