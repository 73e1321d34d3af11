package dev.ordeal.harness.cluster.containers;

import dev.ordeal.harness.cluster.SetupFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs commands of this machine in the network namespace of a node's container. */
final class NetworkNamespace {
  private static final Duration BOUND = Duration.ofSeconds(10);
  private static final int SHOWN = 300;

  private final String node;
  private final long pid;

  /**
   * The namespace of a process.
   *
   * @param pid the process, as this machine numbers it
   */
  NetworkNamespace(String node, long pid) {
    this.node = node;
    this.pid = pid;
  }

  /** How a command ended, and what it said. */
  record Ended(int code, String said) {}

  /**
   * Sees whether packets can be filtered here.
   *
   * @throws SetupFailure if not, with what is missing
   */
  void requireFilter() {
    Ended ended;
    try {
      ended = run(List.of("iptables", "-w", "-S", "INPUT"), "");
    } catch (IllegalStateException failure) {
      throw refusal(String.valueOf(failure.getMessage()), failure);
    }
    if (ended.code() != 0) {
      throw refusal(ended.said(), null);
    }
  }

  private static SetupFailure refusal(
      String said, @org.jspecify.annotations.Nullable Throwable cause) {
    var text =
        "packets between containers cannot be dropped from here ("
            + said
            + "): that needs Linux, root, the commands nsenter and iptables, and an engine on this"
            + " machine; leave out .packets() to cut links by proxies";
    return cause == null ? new SetupFailure(text) : new SetupFailure(text, cause);
  }

  /** Replaces our chain of rules at once. */
  void filter(List<String> rules) {
    var text = new StringBuilder("*filter\n:ORDEAL - [0:0]\n");
    rules.forEach(rule -> text.append("-A ORDEAL ").append(rule).append('\n'));
    require(List.of("iptables-restore", "-w", "--noflush"), text.append("COMMIT\n").toString());
    if (run(List.of("iptables", "-w", "-C", "INPUT", "-j", "ORDEAL"), "").code() != 0) {
      require(List.of("iptables", "-w", "-I", "INPUT", "-j", "ORDEAL"), "");
    }
  }

  private void require(List<String> command, String input) {
    var ended = run(command, input);
    if (ended.code() != 0) {
      throw new IllegalStateException(
          "the packets of " + node + " cannot be filtered: " + command + ": " + ended.said());
    }
  }

  /** Runs a command; what it says on both outputs is kept. */
  Ended run(List<String> command, String input) {
    var whole = new ArrayList<>(List.of("nsenter", "-t", Long.toString(pid), "-n"));
    whole.addAll(command);
    try {
      var process = new ProcessBuilder(whole).redirectErrorStream(true).start();
      try (var in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.US_ASCII));
      }
      if (!ended(process)) {
        process.destroyForcibly();
        throw new IllegalStateException(command + " hangs in the namespace of " + node);
      }
      return new Ended(process.exitValue(), said(process));
    } catch (IOException failure) {
      throw new IllegalStateException(failure.getMessage(), failure);
    }
  }

  /** Faults must be healed after an interrupt, too. */
  private static boolean ended(Process process) {
    boolean interrupted = Thread.interrupted();
    long deadline = System.nanoTime() + BOUND.toNanos();
    try {
      while (true) {
        try {
          return process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException early) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static String said(Process process) throws IOException {
    var text = new String(process.getInputStream().readNBytes(SHOWN), StandardCharsets.UTF_8);
    return text.strip();
  }
}
