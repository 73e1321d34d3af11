package dev.ordeal.harness.internal.jvm;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Speaks to a HotSpot JVM over its attach socket, as {@code jcmd} does; also to one in a container,
 * through {@code /proc/PID/root}.
 *
 * <p>The protocol is that of HotSpot's {@code attachListener_posix.cpp}: a file {@code
 * .attach_pidN} and a SIGQUIT have the JVM open the socket {@code /tmp/.java_pidN}, N being its
 * number in its own namespace; a request is the version, the command and three arguments, each
 * ended by a zero; the answer is a result code on a line of its own, and text. Not by the module
 * jdk.attach, which hides the command {@code jcmd} and is not in every runtime.
 */
final class AttachedJvm {
  private static final String VERSION = "1";
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

  /** The bit of signal 3 among those that a process catches. */
  private static final long QUIT = 1 << 2;

  private static final String LIBRARY = "/libjvm.so";

  private final long pid;
  private final String numberInside;

  private AttachedJvm(long pid) {
    this.pid = pid;
    this.numberInside = numberInside(pid);
  }

  /** The JVM among some processes; a SIGQUIT would end any other. */
  static Optional<AttachedJvm> among(List<Long> pids) {
    return pids.stream().filter(pid -> library(pid).isPresent()).findFirst().map(AttachedJvm::new);
  }

  /** Where its runtime's library is, as it sees that. */
  private static Optional<Path> library(long pid) {
    try {
      return Files.readString(proc(pid).resolve("maps"), StandardCharsets.ISO_8859_1)
          .lines()
          .filter(line -> line.endsWith(LIBRARY))
          .map(line -> Path.of(line.substring(line.indexOf('/'))))
          .findFirst();
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  /** Whether it can load agents: a runtime may have been linked without the module. */
  boolean loadsAgents() {
    return library(pid)
        .map(Path::getParent)
        .map(Path::getParent)
        .map(folder -> inside(folder.resolve("libinstrument.so").toString()))
        .filter(Files::exists)
        .isPresent();
  }

  /** A path as it sees it, as this process sees it; also after its end, if they see the same. */
  Path inside(String path) {
    var root = proc(pid).resolve("root");
    try {
      if (Files.isSameFile(root, Path.of("/"))) {
        return Path.of(path);
      }
    } catch (IOException gone) {
      // Then nothing is found there, which is for the caller to see.
    }
    return root.resolve(path.substring(1));
  }

  private static Path proc(long pid) {
    return Path.of("/proc", Long.toString(pid));
  }

  private static String numberInside(long pid) {
    try {
      return Files.readString(proc(pid).resolve("status"), StandardCharsets.ISO_8859_1)
          .lines()
          .filter(line -> line.startsWith("NSpid:"))
          .map(line -> line.substring(line.lastIndexOf('\t') + 1).strip())
          .findFirst()
          .orElseGet(() -> Long.toString(pid));
    } catch (IOException gone) {
      return Long.toString(pid);
    }
  }

  /** Carries out a diagnostic command; answers what it prints. */
  String command(String command) {
    return begin("jcmd", command).text();
  }

  /** Loads an agent from a jar that it sees at this path. */
  void load(String jar, String options) {
    var said = begin("load", "instrument", "false", jar + "=" + options).text().strip();
    if (!said.isEmpty() && !said.equals("0") && !said.equals("return code: 0")) {
      throw new IllegalStateException("JVM " + pid + " did not load an agent: " + said);
    }
  }

  /** Sends a command, and does not wait for its end. */
  Answer begin(String... words) {
    try {
      var channel = connect();
      try {
        var request = new StringBuilder(VERSION).append('\0');
        for (int word = 0; word < 4; word++) {
          request.append(word < words.length ? words[word] : "").append('\0');
        }
        channel.write(ByteBuffer.wrap(request.toString().getBytes(StandardCharsets.UTF_8)));
        channel.configureBlocking(false);
        return new Answer(channel, String.join(" ", words));
      } catch (IOException | RuntimeException failure) {
        channel.close();
        throw failure;
      }
    } catch (IOException failure) {
      throw new IllegalStateException("JVM " + pid + " cannot be attached to: " + failure, failure);
    }
  }

  private SocketChannel connect() throws IOException {
    var socket = inside("/tmp/.java_pid" + numberInside);
    if (!Files.exists(socket)) {
      wake(socket);
    }
    var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(socket));
      return channel;
    } catch (IOException | RuntimeException failure) {
      channel.close();
      throw failure;
    }
  }

  /** The file must belong to the user whom the JVM runs as. */
  private void wake(Path socket) throws IOException {
    if (!catchesQuit()) {
      throw new IOException("it would die of SIGQUIT: it is just starting, or runs with -Xrs");
    }
    var call = inside("/tmp/.attach_pid" + numberInside);
    Files.deleteIfExists(call);
    Files.createFile(call);
    try {
      Object owner = Files.getAttribute(proc(pid), "unix:uid");
      if (!owner.equals(Files.getAttribute(call, "unix:uid"))) {
        Files.setAttribute(call, "unix:uid", owner);
      }
      Commands.run("kill", "-QUIT", Long.toString(pid));
      long deadline = System.nanoTime() + PATIENCE;
      while (!Files.exists(socket)) {
        if (System.nanoTime() - deadline > 0 || library(pid).isEmpty()) {
          throw new NoSuchFileException(
              socket.toString(),
              null,
              "it ended, stands still, or runs with -XX:+DisableAttachMechanism");
        }
        Commands.pause();
      }
    } finally {
      Files.deleteIfExists(call);
    }
  }

  private boolean catchesQuit() throws IOException {
    return Files.readString(proc(pid).resolve("status"), StandardCharsets.ISO_8859_1)
        .lines()
        .filter(line -> line.startsWith("SigCgt:"))
        .map(line -> Long.parseUnsignedLong(line.substring(line.indexOf('\t') + 1).strip(), 16))
        .anyMatch(caught -> (caught & QUIT) != 0);
  }

  /** An answer that is under way. */
  static final class Answer implements AutoCloseable {
    private final SocketChannel channel;
    private final String command;
    private final StringBuilder text = new StringBuilder();

    private Answer(SocketChannel channel, String command) {
      this.channel = channel;
      this.command = command;
    }

    /** Takes what has come; whether that was all. */
    boolean isWhole() {
      try {
        var buffer = ByteBuffer.allocate(8192);
        int count;
        while ((count = channel.read(buffer.clear())) > 0) {
          text.append(StandardCharsets.UTF_8.decode(buffer.flip()));
        }
        return count < 0;
      } catch (IOException ended) {
        return true;
      }
    }

    /** Waits for all of it, a bounded time; answers it without the code of its result. */
    String text() {
      long deadline = System.nanoTime() + PATIENCE;
      try (this) {
        while (!isWhole()) {
          if (System.nanoTime() - deadline > 0) {
            throw new IllegalStateException("a JVM did not finish " + command + " in time");
          }
          Commands.pause();
        }
      }
      int line = text.indexOf("\n");
      var code = line < 0 ? text.toString() : text.substring(0, line);
      var rest = line < 0 ? "" : text.substring(line + 1);
      if (!code.equals("0")) {
        throw new IllegalStateException(
            "a JVM refused " + command + ": " + (rest.isBlank() ? "it ended" : rest.strip()));
      }
      return rest;
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException closed) {
        // There is nothing left to close.
      }
    }
  }
}
