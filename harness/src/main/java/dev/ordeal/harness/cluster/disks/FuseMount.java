package dev.ordeal.harness.cluster.disks;

import dev.ordeal.harness.cluster.SetupFailure;
import dev.ordeal.harness.cluster.disks.fuse.FuseMain;
import dev.ordeal.harness.internal.reaper.ReaperHandle;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A mounted file system, the companion process that serves it, and the line on which it obeys. */
final class FuseMount implements AutoCloseable {
  private static final int START_MILLIS = 30_000;
  private static final int ANSWER_MILLIS = 30_000;
  private static final long HEAP_MIB = 64;
  private static final long MIB = 1 << 20;
  private static final int COMPLAINT_MILLIS = 1_000;
  private static final int PRINTED_MAX = 10_000;

  /**
   * Descriptor 0 is the connection to the kernel: of this shell, of mount, of the JVM it becomes.
   */
  private static final String SCRIPT =
      "exec 0<>/dev/fuse && mount -i -t "
          + Unmount.TYPE
          + " -o fd=0,rootmode=40000,user_id=0,group_id=0,allow_other,default_permissions,nodev,"
          + "nosuid ordeal \"$1\" && shift && exec \"$@\"";

  private static final System.Logger LOG = System.getLogger(FuseMount.class.getName());
  private static final ReaperHandle REAPER = ReaperHandle.shared();

  private final String mountPoint;
  private final StringBuffer printed = new StringBuffer();
  private @Nullable Process companion;
  private @Nullable Thread complaints;
  private @Nullable Socket line;
  private volatile boolean ready;
  private @Nullable BufferedReader answers;

  private FuseMount(Path mountPoint) {
    this.mountPoint = mountPoint.toAbsolutePath().toString();
  }

  /**
   * Mounts, with a folder for each volume.
   *
   * @param mountPoint an existing folder
   * @throws SetupFailure if that cannot be done here
   */
  static FuseMount open(Path mountPoint, List<String> volumes, long capacityBytes) {
    FuseSupport.problem()
        .ifPresent(
            problem -> {
              throw new SetupFailure(problem);
            });
    var mount = new FuseMount(mountPoint);
    try {
      mount.start(volumes, capacityBytes);
      return mount;
    } catch (IOException failure) {
      mount.close();
      throw new SetupFailure(
          "the faulty disks cannot be mounted: " + failure.getMessage() + mount.whatItPrinted(),
          failure);
    }
  }

  private void start(List<String> volumes, long capacityBytes) throws IOException {
    REAPER.entrust(Unmount.class, mountPoint);
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var token = token();
      companion = launch(command(server.getLocalPort(), volumes, capacityBytes), token);
      var handle = companion.toHandle();
      REAPER.watch(handle);
      companion.onExit().thenRun(() -> REAPER.forget(handle));
      server.setSoTimeout(100);
      line = accept(server, companion);
      line.setTcpNoDelay(true);
      line.setSoTimeout(START_MILLIS);
      answers =
          new BufferedReader(new InputStreamReader(line.getInputStream(), StandardCharsets.UTF_8));
      if (!token.equals(answers.readLine())) {
        throw new IOException("somebody else called in place of its server; try again");
      }
      if (!"ready".equals(answers.readLine())) {
        throw new IOException("its server ended before the kernel had called");
      }
      line.setSoTimeout(ANSWER_MILLIS);
      ready = true;
    }
  }

  private static Socket accept(ServerSocket server, Process companion) throws IOException {
    long deadline = System.nanoTime() + START_MILLIS * 1_000_000L;
    while (true) {
      try {
        return server.accept();
      } catch (SocketTimeoutException notYet) {
        if (!companion.isAlive() || System.nanoTime() - deadline > 0) {
          throw new IOException("its server does not start", notYet);
        }
      }
    }
  }

  private static String token() {
    var bytes = new byte[16];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private Process launch(List<String> command, String token) throws IOException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    var environment = builder.environment();
    environment.keySet().removeAll(Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    environment.put(FuseMain.TOKEN, token);
    // What it makes of paths and of the system's error messages must not depend on the user.
    environment.put("LC_ALL", "C.UTF-8");
    var process = builder.start();
    process.getOutputStream().close();
    complaints = new Thread(() -> collect(process), "disks-complaints");
    complaints.setDaemon(true);
    complaints.start();
    return process;
  }

  private List<String> command(int port, List<String> volumes, long capacityBytes) {
    long heap = HEAP_MIB + 3 * volumes.size() * capacityBytes / MIB;
    var command = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "sh", mountPoint));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xss512k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-Xms16m", "-Xmx" + heap + "m", "-Xshare:auto", "-XX:-UsePerfData"));
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.addAll(List.of("-cp", classes(), FuseMain.class.getName()));
    command.add(mountPoint);
    command.add(Integer.toString(port));
    command.add(Long.toString(capacityBytes));
    command.addAll(volumes);
    return command;
  }

  private static String classes() {
    try {
      var source = FuseMain.class.getProtectionDomain().getCodeSource();
      return Path.of(Objects.requireNonNull(source).getLocation().toURI()).toString();
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Says an order, and waits until it is carried out. */
  synchronized String ask(String order) {
    if (line == null || answers == null) {
      throw new IllegalStateException("the faulty disks are unmounted: the cluster is closed");
    }
    try {
      line.getOutputStream().write((order + "\n").getBytes(StandardCharsets.UTF_8));
      var answer = answers.readLine();
      if (answer == null) {
        throw new IOException("it hung up");
      }
      if (!answer.startsWith("ok")) {
        throw new IllegalStateException("the disks do not " + order + ": " + answer);
      }
      return answer.substring(2).strip();
    } catch (IOException failure) {
      throw new IllegalStateException(
          "the server of the faulty disks is gone: " + failure.getMessage() + whatItPrinted(),
          failure);
    }
  }

  private void collect(Process process) {
    try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String next; (next = lines.readLine()) != null; ) {
        if (ready) {
          // Before that, the failure itself tells.
          LOG.log(System.Logger.Level.WARNING, "the server of the faulty disks: " + next);
        }
        if (printed.length() < PRINTED_MAX) {
          printed.append(next).append('\n');
        }
      }
    } catch (IOException ended) {
      // There is no more to come.
    }
  }

  /** What the companion had to complain of. */
  String printed() {
    return printed.toString().strip();
  }

  private String whatItPrinted() {
    try {
      if (complaints != null) {
        complaints.join(COMPLAINT_MILLIS);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    return printed().isEmpty() ? "" : "; it printed: " + printed();
  }

  /** The process that serves. */
  synchronized @Nullable ProcessHandle process() {
    return companion == null ? null : companion.toHandle();
  }

  /** Unmounts, and ends the companion. Idempotent. */
  @Override
  public synchronized void close() {
    try {
      new Unmount().clean(mountPoint);
      REAPER.release(Unmount.class, mountPoint);
    } catch (IOException failure) {
      throw new IllegalStateException(failure.getMessage(), failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while unmounting " + mountPoint, interrupted);
    } finally {
      endCompanion();
    }
  }

  private void endCompanion() {
    if (companion != null) {
      companion.destroyForcibly();
    }
    try {
      if (line != null) {
        line.close();
      }
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    } finally {
      line = null;
      answers = null;
    }
  }
}
