package dev.ordeal.harness.internal.reaper;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The companion process. Reads orders from its standard input, one a line, and carries them out
 * when that ends: {@code process PID START} (end it and what it started), {@code forget PID},
 * {@code cleanup CLASS ARGUMENT} (run a {@link Cleanup}) and {@code done CLASS ARGUMENT}.
 */
public final class Reaper {
  /** What it writes when it is proof against signals. */
  static final char READY = '!';

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration DYING = Duration.ofSeconds(10);
  private static final int PAUSE_MILLIS = 20;

  private final Map<Long, ProcessIdentity> processes = new LinkedHashMap<>();
  private final Set<Task> tasks = new LinkedHashSet<>();

  private record Task(String type, String argument) {
    void run() {
      try {
        var cleanup = Class.forName(type).getConstructor().newInstance();
        ((Cleanup) cleanup).clean(argument);
      } catch (Exception | LinkageError failure) {
        // Nobody is left to tell; the sweep at the next start tries again.
        System.err.println("reaper: " + type + " " + argument + " failed: " + failure);
      }
    }
  }

  private Reaper() {}

  /** Waits for the end of its standard input; no signal but SIGKILL keeps it from its work. */
  public static void main(String[] args) {
    Stream.of("INT", "TERM", "HUP").forEach(Reaper::ignore);
    System.out.print(READY);
    System.out.flush();
    var reaper = new Reaper();
    reaper.obeyUntilTheParentIsGone();
    endAfter(PATIENCE);
    reaper.killAll();
    reaper.cleanUp();
    Runtime.getRuntime().halt(0);
  }

  /** By reflection: javac warns of sun.misc whatever one does, and warnings are errors here. */
  private static void ignore(String signal) {
    try {
      var type = Class.forName("sun.misc.Signal");
      var handler = Class.forName("sun.misc.SignalHandler");
      type.getMethod("handle", type, handler)
          .invoke(
              null,
              type.getConstructor(String.class).newInstance(signal),
              handler.getField("SIG_IGN").get(null));
    } catch (ReflectiveOperationException | RuntimeException unsupported) {
      System.err.println("reaper: cannot ignore SIG" + signal + ": " + unsupported);
    }
  }

  private void obeyUntilTheParentIsGone() {
    var input = new InputStreamReader(System.in, StandardCharsets.UTF_8);
    try (var lines = new BufferedReader(input)) {
      for (String line; (line = lines.readLine()) != null; ) {
        obey(line.split(" ", 3));
      }
    } catch (IOException broken) {
      System.err.println("reaper: " + broken);
    }
  }

  private void obey(String[] words) {
    switch (words[0]) {
      case "process" -> {
        long pid = Long.parseLong(words[1]);
        processes.put(pid, new ProcessIdentity(pid, Long.parseLong(words[2])));
      }
      case "forget" -> processes.remove(Long.parseLong(words[1]));
      case "cleanup" -> tasks.add(new Task(words[1], words[2]));
      case "done" -> tasks.remove(new Task(words[1], words[2]));
      default -> System.err.println("reaper: unknown order " + String.join(" ", words));
    }
  }

  /** A clean-up that hangs must not leave a process behind for ever. */
  private static void endAfter(Duration patience) {
    var end =
        new Thread(
            () -> {
              pause(patience.toMillis());
              Runtime.getRuntime().halt(1);
            },
            "end");
    end.setDaemon(true);
    end.start();
  }

  /** Children first listed, then killed: a child whose parent has ended can no longer be found. */
  private void killAll() {
    List<ProcessIdentity> doomed = new ArrayList<>();
    for (ProcessIdentity process : processes.values()) {
      process
          .handle()
          .ifPresent(
              handle -> {
                doomed.add(process);
                handle.descendants().map(ProcessIdentity::of).forEach(doomed::add);
              });
    }
    doomed.forEach(process -> process.handle().ifPresent(ProcessHandle::destroyForcibly));
    awaitEnd(doomed);
  }

  /** What is cleaned up next is what they leave, and none of them may still add to it. */
  private static void awaitEnd(List<ProcessIdentity> doomed) {
    long deadline = System.nanoTime() + DYING.toNanos();
    while (doomed.stream().anyMatch(ProcessIdentity::isAlive) && System.nanoTime() < deadline) {
      pause(PAUSE_MILLIS);
    }
  }

  /** The last first: a file system that was mounted on a folder goes before the folder. */
  private void cleanUp() {
    var lastFirst = new ArrayList<>(tasks);
    Collections.reverse(lastFirst);
    lastFirst.forEach(Task::run);
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException never) {
      // Nobody interrupts it, and a pause cut short does no harm.
    }
  }
}
