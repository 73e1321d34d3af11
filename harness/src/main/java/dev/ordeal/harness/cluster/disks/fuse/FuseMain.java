package dev.ordeal.harness.cluster.disks.fuse;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * The companion process that is the file system: {@code FuseMain MOUNTPOINT PORT CAPACITY
 * VOLUME...}, with the connection to the kernel as its standard input.
 *
 * <p>It calls its owner at that port of 127.0.0.1, says the token from its environment, and {@code
 * ready} once the kernel has called; then it obeys ({@link Control}). It ends when the file system
 * is unmounted, and unmounts it when the owner hangs up: so the mount goes away even where the
 * reaper was killed too.
 */
public final class FuseMain {
  /** The environment variable of the token, which command lines would show to everybody. */
  public static final String TOKEN = "ORDEAL_DISKS_TOKEN";

  private static final int UNMOUNT_SECONDS = 10;

  private FuseMain() {}

  /** Serves until either side ends. */
  public static void main(String[] args) throws IOException {
    var volumes = new Volumes();
    for (int i = 3; i < args.length; i++) {
      volumes.add(args[i], Long.parseLong(args[2]));
    }
    var owner = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(args[1]));
    owner.setTcpNoDelay(true);
    say(owner.getOutputStream(), Objects.requireNonNull(System.getenv(TOKEN)));
    var server = new Server(new Connection(), volumes, () -> say(owner, "ready"));
    var kernel =
        new Thread(
            () -> {
              try {
                server.serve();
              } finally {
                // Whoever waited for an answer is told that there will be none.
                Runtime.getRuntime().halt(0);
              }
            },
            "kernel");
    kernel.start();
    obey(owner, new Control(volumes, server));
    unmount(args[0]);
    Runtime.getRuntime().halt(0);
  }

  /** The other thread still serves, should unmounting ask the file system for anything. */
  private static void unmount(String mountPoint) {
    try {
      var process =
          new ProcessBuilder("umount", "-l", mountPoint)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      process.waitFor(UNMOUNT_SECONDS, TimeUnit.SECONDS);
    } catch (IOException | InterruptedException failure) {
      // The reaper does the same.
    }
  }

  private static void obey(Socket owner, Control control) {
    try (var lines =
        new BufferedReader(new InputStreamReader(owner.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line; (line = lines.readLine()) != null; ) {
        say(owner.getOutputStream(), control.obey(line));
      }
    } catch (IOException hungUp) {
      // The same as the end of the stream.
    }
  }

  /** If it cannot be said, the owner has hung up, and the reader learns of it. */
  private static void say(Socket owner, String line) {
    try {
      say(owner.getOutputStream(), line);
    } catch (IOException hungUp) {
      Runtime.getRuntime().halt(0);
    }
  }

  private static void say(OutputStream out, String line) throws IOException {
    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
