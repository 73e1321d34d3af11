package dev.ordeal.harness.cluster.containers;

import com.github.dockerjava.api.command.BuildImageResultCallback;
import com.github.dockerjava.api.command.PullImageResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Image;
import dev.ordeal.harness.cluster.SetupFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The images of an engine: looking, pulling, building, and clearing out those of ours. */
final class Images {
  private static final Duration PULL = Duration.ofMinutes(5);
  private static final Duration BUILD = Duration.ofMinutes(10);
  private static final Duration KEPT = Duration.ofDays(1);
  private static final Set<String> NOT_TO_BE_HAD = ConcurrentHashMap.newKeySet();

  private final ContainerEngine engine;

  Images(ContainerEngine engine) {
    this.engine = engine;
  }

  boolean present(String name) {
    return engine.call(
        "looking for the image " + name,
        () -> {
          try {
            engine.client().inspectImageCmd(name).exec();
            return true;
          } catch (NotFoundException absent) {
            return false;
          }
        });
  }

  /** Whether it is here, or could be pulled within a bound; asked of a registry once per JVM. */
  boolean obtain(String name, Duration bound) {
    if (present(name)) {
      return true;
    }
    if (NOT_TO_BE_HAD.contains(name)) {
      return false;
    }
    try {
      pull(name, bound);
      return true;
    } catch (SetupFailure unreachable) {
      NOT_TO_BE_HAD.add(name);
      return false;
    }
  }

  /**
   * Sees to it that an image is here.
   *
   * @throws SetupFailure if it is neither here nor can be pulled
   */
  void require(String name) {
    if (!present(name)) {
      pull(name, PULL);
    }
  }

  private void pull(String name, Duration bound) {
    try (var pull = engine.client().pullImageCmd(name).exec(new PullImageResultCallback())) {
      if (!pull.awaitCompletion(bound.toMillis(), TimeUnit.MILLISECONDS)) {
        throw absent(name, "the registry did not deliver within " + bound.toSeconds() + " s", null);
      }
    } catch (DockerException | IOException failure) {
      throw absent(name, String.valueOf(failure.getMessage()).strip(), failure);
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw absent(name, "the wait was interrupted", interrupt);
    }
  }

  private static SetupFailure absent(
      String name, String why, @org.jspecify.annotations.Nullable Throwable cause) {
    var text =
        "the image "
            + name
            + " is not on the engine and cannot be pulled ("
            + why
            + "): correct its name, load it (docker load), or make one with JavaImage";
    return cause == null ? new SetupFailure(text) : new SetupFailure(text, cause);
  }

  /** Builds an image from a folder that holds a Dockerfile. */
  void build(String name, String kind, Path folder) {
    try (var build =
        engine
            .client()
            .buildImageCmd()
            .withBaseDirectory(folder.toFile())
            .withDockerfile(folder.resolve("Dockerfile").toFile())
            .withTags(Set.of(name))
            .withLabels(Map.of(Labels.IMAGE, kind))
            .withRemove(true)
            .withForcerm(true)
            .exec(new BuildImageResultCallback())) {
      build.awaitImageId(BUILD.toSeconds(), TimeUnit.SECONDS);
    } catch (RuntimeException | IOException failure) {
      throw new SetupFailure(
          "cannot build the image " + name + ": " + failure.getMessage(), failure);
    }
  }

  /** Removes images of ours that are older than a day, not this one, and used by no container. */
  void clearOut(String kind, String keep) {
    var filter = Map.of(Labels.IMAGE, kind);
    long oldest = Instant.now().minus(KEPT).getEpochSecond();
    for (Image image : engine.client().listImagesCmd().withLabelFilter(filter).exec()) {
      var tags = image.getRepoTags() == null ? new String[0] : image.getRepoTags();
      if (image.getCreated() < oldest && !List.of(tags).contains(keep)) {
        try {
          engine.client().removeImageCmd(image.getId()).exec();
        } catch (DockerException inUse) {
          System.getLogger(Images.class.getName())
              .log(System.Logger.Level.DEBUG, "kept the image " + image.getId(), inUse);
        }
      }
    }
  }
}
