package dev.ordeal.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Reads the text of a plan; a service, so that {@code -Dordeal.plan} works wherever a module that
 * knows plans is on the class path.
 */
public interface PlanReader {

  /** The system property that holds a plan's text, or {@code @} and the file that holds it. */
  String PROPERTY = "ordeal.plan";

  /**
   * The plan that prints as this text.
   *
   * @throws IllegalArgumentException naming the place that cannot be read
   */
  FaultPlan read(String text);

  /** What the system property says, if it is set: it goes before the plan of a trial. */
  static Optional<String> fromProperty() {
    return Optional.of(System.getProperty(PROPERTY, "").strip()).filter(said -> !said.isEmpty());
  }

  /**
   * The plan that the system property means.
   *
   * @throws IllegalArgumentException naming the property, and the place that cannot be read
   */
  static FaultPlan plan(String said) {
    String text = said.startsWith("@") ? file(Path.of(said.substring(1))) : said;
    var reader =
        ServiceLoader.load(PlanReader.class)
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "-D" + PROPERTY + " is set, but nobody reads plans: add ordeal-nemesis"));
    try {
      return reader.read(text);
    } catch (IllegalArgumentException unreadable) {
      throw new IllegalArgumentException(
          "-D" + PROPERTY + ": " + unreadable.getMessage(), unreadable);
    }
  }

  private static String file(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw new UncheckedIOException("-D" + PROPERTY + "=@" + file + " cannot be read", failure);
    }
  }
}
