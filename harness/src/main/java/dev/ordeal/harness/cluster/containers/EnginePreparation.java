package dev.ordeal.harness.cluster.containers;

import dev.ordeal.harness.cluster.SetupFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/**
 * What must be settled before Testcontainers first talks to an engine: it needs images of its own,
 * and waits minutes for those that cannot be pulled. Where they cannot, this says so at once, and
 * how to do without.
 *
 * @param socket where the engine is
 * @param environment the environment variables
 * @param inContainer whether Testcontainers will believe that it runs in a container
 */
record EnginePreparation(
    EngineSocket socket, Map<String, String> environment, boolean inContainer) {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration PULL = Duration.ofSeconds(90);

  /** Testcontainers' cleaner, and what it looks for the engine's host with, in 2.0.5. */
  private static final String RYUK = "testcontainers/ryuk:0.14.0";

  private static final String ALPINE = "alpine:3.17";

  /** An image that Testcontainers pulls unless a variable tells it what it wants to know. */
  private record Need(String image, String variable) {}

  static EnginePreparation of(EngineSocket socket, Map<String, String> environment) {
    return new EnginePreparation(socket, environment, Files.exists(Path.of("/.dockerenv")));
  }

  /**
   * Sees to it that the images are there.
   *
   * @throws SetupFailure if one is needed and cannot be had
   */
  void prepare() {
    var missing = new ArrayList<Need>();
    try {
      for (Need need : needs()) {
        if (!obtain(need.image())) {
          missing.add(need);
        }
      }
    } catch (IOException | TimeoutException | RuntimeException unclear) {
      // Testcontainers may know other ways to an engine; if it does not, the diagnosis says why.
      System.getLogger(EnginePreparation.class.getName())
          .log(System.Logger.Level.DEBUG, "cannot look at the engine beforehand", unclear);
    }
    if (!missing.isEmpty()) {
      throw new SetupFailure(
          "The container engine answers, but Testcontainers wants the image "
              + String.join(" and the image ", missing.stream().map(Need::image).toList())
              + " first, and cannot pull it: set the environment variable "
              + String.join(" and ", missing.stream().map(Need::variable).toList())
              + ", which does without (Ordeal removes its containers itself)."
              + EngineDiagnosis.STILL);
    }
  }

  private List<Need> needs() {
    var needs = new ArrayList<Need>();
    if (environment.keySet().stream().anyMatch(EnginePreparation::renamesImages)) {
      return needs;
    }
    if (!Boolean.parseBoolean(environment.get("TESTCONTAINERS_RYUK_DISABLED"))) {
      needs.add(new Need(RYUK, "TESTCONTAINERS_RYUK_DISABLED=true"));
    }
    if (inContainer
        && socket.isUnix()
        && environment.getOrDefault("TESTCONTAINERS_HOST_OVERRIDE", "").isBlank()) {
      needs.add(new Need(ALPINE, "TESTCONTAINERS_HOST_OVERRIDE=127.0.0.1"));
    }
    return needs;
  }

  /** Where images come from a mirror, or are others, only Testcontainers can tell their names. */
  private static boolean renamesImages(String variable) {
    return variable.startsWith("TESTCONTAINERS_HUB_IMAGE")
        || variable.startsWith("TESTCONTAINERS_IMAGE_SUBSTITUTOR")
        || variable.endsWith("_CONTAINER_IMAGE");
  }

  private boolean obtain(String image) throws IOException, TimeoutException {
    if (present(image)) {
      return true;
    }
    try {
      var name = image.split(":");
      socket.ask("POST", "/images/create?fromImage=" + name[0] + "&tag=" + name[1], PULL);
    } catch (TimeoutException silent) {
      return false;
    }
    return present(image);
  }

  private boolean present(String image) throws IOException, TimeoutException {
    return socket.ask("GET", "/images/" + image + "/json", PATIENCE).status() == 200;
  }
}
