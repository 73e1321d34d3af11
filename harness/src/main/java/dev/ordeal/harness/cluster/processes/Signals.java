package dev.ordeal.harness.cluster.processes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** SIGSTOP and SIGCONT, and whether they are in force: what the JDK cannot say to a process. */
final class Signals {
  private static final String SHELL = "/bin/sh";
  private static final long BOUND_SECONDS = 10;

  private Signals() {}

  /**
   * Sends a signal: STOP or CONT.
   *
   * @throws UnsupportedOperationException where there is no POSIX shell to send it
   */
  static void send(String signal, List<Long> pids) {
    var kill = new StringBuilder("kill -").append(signal);
    pids.forEach(pid -> kill.append(' ').append(pid));
    var said = run(List.of(SHELL, "-c", kill.toString()));
    if (said.exitCode != 0) {
      throw new IllegalStateException("'" + kill + "' failed: " + said.text);
    }
  }

  /** Why signals cannot be sent here, in words; empty if they can. */
  static Optional<String> obstacle() {
    return Files.isExecutable(Path.of(SHELL))
        ? Optional.empty()
        : Optional.of("this needs signals and a POSIX shell");
  }

  /** Whether every thread of a process is stopped. */
  static boolean stopped(long pid) {
    var tasks = Path.of("/proc", Long.toString(pid), "task");
    if (!Files.isDirectory(tasks)) {
      return run(List.of("ps", "-o", "state=", "-p", Long.toString(pid))).text.startsWith("T");
    }
    try (Stream<Path> threads = Files.list(tasks)) {
      return threads.allMatch(Signals::stopped);
    } catch (IOException gone) {
      return false;
    }
  }

  /** The state is the letter behind the name, which stands in brackets and may hold any others. */
  private static boolean stopped(Path task) {
    try {
      var stat = Files.readString(task.resolve("stat"), StandardCharsets.ISO_8859_1);
      int state = stat.lastIndexOf(')') + 2;
      return state < stat.length() && (stat.charAt(state) == 'T' || stat.charAt(state) == 't');
    } catch (NoSuchFileException ended) {
      return true;
    } catch (IOException unreadable) {
      return false;
    }
  }

  /** What a helper command said. */
  private record Said(int exitCode, String text) {}

  private static Said run(List<String> command) {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!Waiting.uninterruptibly(TimeUnit.SECONDS.toNanos(BOUND_SECONDS), process::waitFor)) {
        process.destroyForcibly();
        throw new IllegalStateException(command + " did not end within " + BOUND_SECONDS + " s");
      }
      return new Said(process.exitValue(), text.strip());
    } catch (IOException missing) {
      throw new UnsupportedOperationException(
          "pausing a process needs a POSIX shell and ps, and this machine has no "
              + command.get(0)
              + "; leave pauses out of the fault plan, or use the simulated or containers backend",
          missing);
    }
  }
}
