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

  /** The plan that the system property says, if it is set: it goes before that of a trial. */
  static Optional<FaultPlan> fromProperty() {
    String said = System.getProperty(PROPERTY, "").strip();
    if (said.isEmpty()) {
      return Optional.empty();
    }
    String text = said.startsWith("@") ? file(Path.of(said.substring(1))) : said;
    var reader =
        ServiceLoader.load(PlanReader.class)
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "-D" + PROPERTY + " is set, but nobody reads plans: add ordeal-nemesis"));
    try {
      return Optional.of(reader.read(text));
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
