package dev.ordeal.harness.cluster.containers;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Says in one sentence why no container engine can be used: which address was tried, what was wrong
 * there, the cure, and what works without an engine.
 *
 * @param environment the environment variables
 * @param home the user's home folder
 * @param defaults the sockets where an engine listens unless told otherwise
 */
record EngineDiagnosis(Map<String, String> environment, Path home, List<Path> defaults) {
  /** The oldest API that Testcontainers can fall back to: that of Docker 17.09. */
  static final String OLDEST_API = "1.32";

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String STILL =
      " The simulated and processes backends need no container engine.";

  static EngineDiagnosis ofThisMachine() {
    var home = Path.of(System.getProperty("user.home", "/"));
    var sockets = new ArrayList<Path>();
    sockets.add(Path.of("/var/run/docker.sock"));
    var runtime = System.getenv("XDG_RUNTIME_DIR");
    if (runtime != null) {
      sockets.add(Path.of(runtime, "docker.sock"));
    }
    sockets.add(home.resolve(".docker/run/docker.sock"));
    return new EngineDiagnosis(System.getenv(), home, List.copyOf(sockets));
  }

  /** The sentence for what Testcontainers failed with. */
  String explain(Throwable failure) {
    return cause(failure) + STILL;
  }

  private String cause(Throwable failure) {
    var words = words(failure);
    if (words.contains("testcontainers/ryuk")) {
      return "The container engine answers, but the image of Ryuk, Testcontainers' cleaner, cannot"
          + " be pulled: set the environment variable TESTCONTAINERS_RYUK_DISABLED=true (Ordeal"
          + " removes its containers itself).";
    }
    var host = environment.get("DOCKER_HOST");
    if (host != null && !host.isBlank()) {
      return probe("DOCKER_HOST=" + host, host, words);
    }
    var present = defaults.stream().filter(Files::exists).findFirst();
    if (present.isPresent()) {
      return probe("The socket " + present.get(), "unix://" + present.get(), words);
    }
    return "No container engine: there is no socket "
        + String.join(" or ", defaults.stream().map(Path::toString).toList())
        + ", and DOCKER_HOST is not set; start Docker, or set DOCKER_HOST to where it listens.";
  }

  private String probe(String subject, String host, String words) {
    try {
      var version = version(host);
      return incompatible(subject, version, words);
    } catch (UnknownHostException unknown) {
      return subject
          + " names a machine that nobody knows ("
          + unknown.getMessage()
          + "): correct it.";
    } catch (TimeoutException silent) {
      return subject
          + " does not answer within "
          + PATIENCE.toSeconds()
          + " s: correct it, or look at the engine's log.";
    } catch (IOException | IllegalArgumentException | JsonParseException failure) {
      return unreachable(subject, host, failure);
    }
  }

  private String unreachable(String subject, String host, Exception failure) {
    var text = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    if (text.contains("permission denied")) {
      return subject
          + " exists, but the user "
          + System.getProperty("user.name")
          + " has no right to use it (permission denied): add the user to the group docker and log"
          + " in again, or run a rootless engine.";
    }
    if (host.startsWith("unix://") && !Files.exists(Path.of(path(host)))) {
      return subject + " names a socket that does not exist: correct it, or start the engine.";
    }
    if (failure instanceof ConnectException) {
      return subject
          + " is where an engine would listen, but none does ("
          + failure.getMessage()
          + "): start Docker, or correct DOCKER_HOST.";
    }
    if (failure instanceof IllegalArgumentException) {
      return subject + " is no address: write unix:///path/to/socket or tcp://host:port.";
    }
    return subject + " does not speak the Docker API (" + failure + "): correct it.";
  }

  private static String incompatible(String subject, JsonObject version, String words) {
    var newest = version.get("ApiVersion").getAsString();
    var engine = text(version.get("Version"));
    if (compare(newest, OLDEST_API) < 0) {
      return subject
          + " leads to an engine that is too old: Docker "
          + engine
          + " speaks API "
          + newest
          + " at most, and Testcontainers needs "
          + OLDEST_API
          + "; update Docker to 17.09 or later.";
    }
    var asked = System.getProperty("api.version");
    return subject
        + " leads to Docker "
        + engine
        + ", which answers (API "
        + text(version.get("MinAPIVersion"))
        + " to "
        + newest
        + "), but Testcontainers cannot use it"
        + (asked == null ? "" : " with api.version=" + asked)
        + ": "
        + words
        + ".";
  }

  private static String text(JsonElement element) {
    return element == null ? "?" : element.getAsString();
  }

  /** The innermost reason that has words of its own. */
  private static String words(Throwable failure) {
    var words = String.valueOf(failure.getMessage());
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause.getMessage() != null && !cause.getMessage().isBlank()) {
        words = cause.getMessage();
      }
      if (String.valueOf(cause.getMessage()).contains("testcontainers/ryuk")) {
        break;
      }
    }
    return words.strip().replaceAll("\\s+", " ").replaceAll("\\.$", "");
  }

  /** Compares versions such as 1.9 and 1.41 by their numbers. */
  static int compare(String left, String right) {
    var a = left.split("\\.");
    var b = right.split("\\.");
    int major = Integer.compare(Integer.parseInt(a[0]), Integer.parseInt(b[0]));
    return major != 0 ? major : Integer.compare(Integer.parseInt(a[1]), Integer.parseInt(b[1]));
  }

  /** What the engine says of itself, asked in a way that every version understands. */
  private static JsonObject version(String host) throws IOException, TimeoutException {
    var answer = new CompletableFuture<JsonObject>();
    var address = address(host);
    try (var channel = open(address)) {
      var thread =
          new Thread(
              () -> {
                try {
                  answer.complete(ask(channel, address));
                } catch (IOException | RuntimeException failure) {
                  answer.completeExceptionally(failure);
                }
              },
              "ordeal-engine-probe");
      thread.setDaemon(true);
      thread.start();
      return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupt);
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IOException(failure.getCause());
    }
  }

  private static SocketChannel open(SocketAddress address) throws IOException {
    return address instanceof UnixDomainSocketAddress
        ? SocketChannel.open(java.net.StandardProtocolFamily.UNIX)
        : SocketChannel.open();
  }

  private static SocketAddress address(String host) throws IOException {
    if (host.startsWith("unix://")) {
      return UnixDomainSocketAddress.of(path(host));
    }
    var uri = URI.create(host);
    if (uri.getHost() == null || uri.getPort() < 0) {
      throw new IllegalArgumentException(host);
    }
    var address = new InetSocketAddress(uri.getHost(), uri.getPort());
    if (address.isUnresolved()) {
      throw new UnknownHostException(uri.getHost());
    }
    return address;
  }

  private static String path(String host) {
    return host.substring("unix://".length());
  }

  private static JsonObject ask(SocketChannel channel, SocketAddress address) throws IOException {
    channel.connect(address);
    var request = "GET /version HTTP/1.0\r\nHost: docker\r\n\r\n";
    channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
    var bytes = Channels.newInputStream(channel).readAllBytes();
    var text = new String(bytes, StandardCharsets.UTF_8);
    int body = text.indexOf('{');
    if (body < 0) {
      throw new IOException("no JSON in its answer");
    }
    var json = JsonParser.parseString(text.substring(body, text.lastIndexOf('}') + 1));
    if (!json.getAsJsonObject().has("ApiVersion")) {
      throw new IOException("no ApiVersion in its answer");
    }
    return json.getAsJsonObject();
  }
}
