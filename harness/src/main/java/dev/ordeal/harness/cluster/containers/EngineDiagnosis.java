package dev.ordeal.harness.cluster.containers;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import dev.ordeal.harness.cluster.SetupFailure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Says in one sentence why no container engine can be used: which address was tried, what was wrong
 * there, the cure, and what works without an engine.
 *
 * @param environment the environment variables
 * @param defaults the sockets where an engine listens unless told otherwise
 */
record EngineDiagnosis(Map<String, String> environment, List<Path> defaults) {
  /** The oldest API that Testcontainers can fall back to: that of Docker 17.09. */
  static final String OLDEST_API = "1.32";

  static final String STILL = " The simulated and processes backends need no container engine.";

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  static EngineDiagnosis ofThisMachine() {
    var home = Path.of(System.getProperty("user.home", "/"));
    var sockets = new ArrayList<Path>();
    sockets.add(Path.of("/var/run/docker.sock"));
    var runtime = System.getenv("XDG_RUNTIME_DIR");
    if (runtime != null) {
      sockets.add(Path.of(runtime, "docker.sock"));
    }
    sockets.add(home.resolve(".docker/run/docker.sock"));
    return new EngineDiagnosis(System.getenv(), List.copyOf(sockets));
  }

  /** Where an engine should be, if anything says so. */
  Optional<EngineSocket> socket() {
    var host = environment.getOrDefault("DOCKER_HOST", "");
    return host.isBlank()
        ? defaults.stream().filter(Files::exists).findFirst().map(EngineSocket::of)
        : Optional.of(new EngineSocket(host));
  }

  /**
   * What is wrong with the engine that the user named. Asked beforehand, since Testcontainers would
   * quietly take another one; empty if the user named none, or one that answers.
   */
  Optional<String> wrongChoice() {
    var host = environment.getOrDefault("DOCKER_HOST", "");
    if (host.isBlank() || environment.containsKey("DOCKER_TLS_VERIFY")) {
      return Optional.empty();
    }
    var socket = new EngineSocket(host);
    try {
      var version = socket.ask("GET", "/version", PATIENCE).json();
      if (compare(text(version.get("ApiVersion")), OLDEST_API) >= 0) {
        return Optional.empty();
      }
    } catch (IOException | TimeoutException | RuntimeException wrong) {
      // The probe below says what.
    }
    return Optional.of(probe("DOCKER_HOST=" + host, socket, "") + STILL);
  }

  /** Fails with what {@link #wrongChoice} says, if anything. */
  void refuseWrongChoice() {
    var wrong = wrongChoice();
    if (wrong.isPresent()) {
      throw new SetupFailure(wrong.get());
    }
  }

  /** The sentence for what Testcontainers failed with. */
  String explain(Throwable failure) {
    return cause(failure) + STILL;
  }

  private String cause(Throwable failure) {
    var host = environment.getOrDefault("DOCKER_HOST", "");
    return socket()
        .map(
            socket ->
                probe(
                    host.isBlank() ? "The socket " + socket.path() : "DOCKER_HOST=" + host,
                    socket,
                    innermost(failure)))
        .orElseGet(
            () ->
                "No container engine: there is no socket "
                    + String.join(" or ", defaults.stream().map(Path::toString).toList())
                    + ", and DOCKER_HOST is not set; start Docker, or set DOCKER_HOST to where it"
                    + " listens.");
  }

  private static String probe(String subject, EngineSocket socket, String words) {
    try {
      var version = socket.ask("GET", "/version", PATIENCE).json();
      return version.has("ApiVersion")
          ? incompatible(subject, version, words)
          : subject + " does not speak the Docker API: correct it.";
    } catch (UnknownHostException unknown) {
      return subject + " names a machine that cannot be found: correct it.";
    } catch (TimeoutException silent) {
      return subject
          + " does not answer within "
          + PATIENCE.toSeconds()
          + " s: correct it, or look at the engine's log.";
    } catch (IllegalArgumentException malformed) {
      return subject + " is no address: write unix:///path/to/socket or tcp://host:port.";
    } catch (IOException | JsonParseException failure) {
      return unreachable(subject, socket, failure);
    }
  }

  private static String unreachable(String subject, EngineSocket socket, Exception failure) {
    var text = String.valueOf(failure.getMessage());
    if (text.toLowerCase(Locale.ROOT).contains("permission denied")) {
      return subject
          + " exists, but the user "
          + System.getProperty("user.name")
          + " has no right to use it (permission denied): add the user to the group docker and log"
          + " in again, or run a rootless engine.";
    }
    if (socket.isUnix() && !Files.exists(socket.path())) {
      return subject + " names a socket that does not exist: correct it, or start the engine.";
    }
    if (failure instanceof ConnectException || text.contains("refused")) {
      return subject
          + " is where an engine would listen, but none does ("
          + text
          + "): start Docker, or correct DOCKER_HOST.";
    }
    return subject + " does not speak the Docker API (" + text + "): correct it.";
  }

  private static String incompatible(String subject, JsonObject version, String words) {
    var newest = text(version.get("ApiVersion"));
    var engine = subject + " leads to Docker " + text(version.get("Version"));
    if (compare(newest, OLDEST_API) < 0) {
      return engine
          + ", which is too old: it speaks API "
          + newest
          + " at most, and Testcontainers needs "
          + OLDEST_API
          + "; update it to 17.09 or later.";
    }
    var asked = System.getProperty("api.version");
    return engine
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

  private static String text(@Nullable JsonElement element) {
    return element == null ? "?" : element.getAsString();
  }

  /** The words of the innermost cause that has any. */
  private static String innermost(Throwable failure) {
    var words = String.valueOf(failure.getMessage());
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause.getMessage() != null && !cause.getMessage().isBlank()) {
        words = cause.getMessage();
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
}
