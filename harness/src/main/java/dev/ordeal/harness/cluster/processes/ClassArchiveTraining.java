package dev.ordeal.harness.cluster.processes;

import dev.ordeal.harness.client.TcpRpc;
import dev.ordeal.harness.cluster.HostPort;
import dev.ordeal.harness.cluster.NodePlace;
import dev.ordeal.harness.internal.Folders;
import dev.ordeal.harness.internal.reaper.ReaperHandle;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Makes a {@link ClassArchive}: runs the node's program alone until it answers, and asks it to end,
 * upon which its JVM writes down the classes it has used.
 */
final class ClassArchiveTraining {
  private static final long BOUND_SECONDS = 20;
  private static final Duration PING = Duration.ofMillis(500);

  private final JavaCommand command;
  private final ClassArchive wanted;

  ClassArchiveTraining(JavaCommand command, ClassArchive wanted) {
    this.command = command;
    this.wanted = wanted;
  }

  void run() throws IOException {
    var folder = wanted.file().toAbsolutePath().resolveSibling("training");
    Files.createDirectories(folder);
    var written = folder.resolve("classes.jsa");
    try (var ports = new LoopbackPorts()) {
      var peers = new TreeMap<>(Map.of("n2", ports.take()));
      var place = new NodePlace("n1", ports.take(), peers, folder.toString());
      train(place, written);
      if (!Files.exists(written)) {
        throw new IOException("its JVM ended without writing one");
      }
      Files.move(
          written,
          wanted.file(),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Folders.delete(folder);
    }
  }

  private void train(NodePlace place, Path archive) throws IOException {
    var program = new ArrayList<String>();
    program.add(JavaCommand.java().toString());
    program.addAll(command.flags());
    program.add("-XX:ArchiveClassesAtExit=" + archive);
    program.add("-cp");
    program.add(wanted.classPath());
    program.add(command.mainClass());
    program.addAll(command.arguments().apply(place));
    var process =
        new ProcessBuilder(program)
            .directory(archive.toAbsolutePath().resolveSibling(".").toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    ReaperHandle.shared().watch(process.toHandle());
    try {
      awaitPort(process, place.listen());
      ping(place);
      process.destroy();
      if (!Waiting.uninterruptibly(TimeUnit.SECONDS.toNanos(BOUND_SECONDS), process::waitFor)) {
        throw new IOException("its JVM does not end when asked to");
      }
    } finally {
      process.destroyForcibly();
      ReaperHandle.shared().forget(process.toHandle());
    }
  }

  private static void awaitPort(Process process, HostPort listen) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
    while (true) {
      try (var probe = new Socket()) {
        probe.connect(new InetSocketAddress(listen.host(), listen.port()), 1_000);
        return;
      } catch (IOException notYet) {
        if (System.nanoTime() - deadline > 0 || ends(process)) {
          throw new IOException("the program ends, or does not listen on " + listen, notYet);
        }
      }
    }
  }

  private static boolean ends(Process process) {
    return Waiting.uninterruptibly(TimeUnit.MILLISECONDS.toNanos(10), process::waitFor);
  }

  /** So that the classes of a request are used, too; whoever does not speak JSON need not. */
  private static void ping(NodePlace place) {
    var address = new InetSocketAddress(place.listen().host(), place.listen().port());
    try (var rpc = new TcpRpc(place.name(), address)) {
      var pong = rpc.call(Map.of("type", "ping"), PING).toCompletableFuture();
      Waiting.uninterruptibly(
          PING.toNanos() * 2,
          (time, unit) -> {
            try {
              return pong.get(Math.max(0, time), unit) != null;
            } catch (ExecutionException | TimeoutException unanswered) {
              return false;
            }
          });
    }
  }
}
