package dev.ordeal.systems.redis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.testcontainers.images.builder.ImageFromDockerfile;

/**
 * An image of this machine's redis-server and the libraries it needs, for want of a registry: used
 * as {@code redis:7} would be.
 */
final class RedisImage {
  private static final Pattern LIBRARY = Pattern.compile("(/\\S+) \\(0x");

  private RedisImage() {}

  /** Its name; it is built where it is not there. */
  static String name() {
    var server = RedisCondition.server().orElseThrow();
    var image =
        new ImageFromDockerfile("ordeal/redis-of-this-machine:1", false)
            .withFileFromPath("redis-server", server.toAbsolutePath());
    var dockerfile = new StringBuilder("FROM scratch\nCOPY redis-server /usr/bin/\n");
    for (Path library : libraries(server)) {
      var name = library.getFileName().toString();
      image.withFileFromPath("lib/" + name, library);
      dockerfile.append("COPY lib/").append(name).append(' ').append(library).append('\n');
    }
    dockerfile.append("ENV PATH=/usr/bin\nWORKDIR /data\n");
    return image.withFileFromString("Dockerfile", dockerfile.toString()).get();
  }

  /** What the loader would load, by the paths at which the program looks for it. */
  private static List<Path> libraries(Path program) {
    try {
      var ldd = new ProcessBuilder("ldd", program.toString()).redirectErrorStream(true).start();
      var libraries = new ArrayList<Path>();
      try (var lines = ldd.inputReader()) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          var found = LIBRARY.matcher(line);
          if (found.find() && Files.isReadable(Path.of(found.group(1)))) {
            libraries.add(Path.of(found.group(1)));
          }
        }
      }
      return libraries;
    } catch (IOException failure) {
      throw new IllegalStateException("cannot ask ldd what " + program + " needs", failure);
    }
  }
}
