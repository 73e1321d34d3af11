package dev.ordeal.systems;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The style of the house, as far as a machine can see it; each rule names its cure. */
class TidyTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final int FILE_LINES_MAX = 400;
  private static final int LINE_COLUMNS_MAX = 100;

  /** What main sources must not say, and what to say instead. */
  private static final Map<String, String> BANNED =
      Map.of(
          "Thread.sleep(", "wait on a condition; in a printer loop, TimeUnit",
          "System.currentTimeMillis(", "take the time from the trial's clock",
          "new Random()", "take a seed",
          "ThreadLocalRandom", "take a seed",
          "TODO", "write an issue",
          "FIXME", "write an issue");

  /** Who may say it all the same, and why. */
  private static final Map<String, String> EXCEPTIONS =
      Map.of(
          "PortBlocks.java", "two JVMs with one seed must not fight for one port",
          "Reaper.java", "a last resort against hanging, in a process that nobody waits for");

  @Test
  void files_and_lines_are_short() throws IOException {
    var offences = new ArrayList<String>();
    for (Path file : sources("")) {
      List<String> lines = Files.readAllLines(file);
      if (lines.size() > FILE_LINES_MAX) {
        offences.add(file + " has " + lines.size() + " lines: give a part of it a file of its own");
      }
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).length() > LINE_COLUMNS_MAX && !lines.get(i).startsWith("import ")) {
          offences.add(file + ":" + (i + 1) + " is too long: run mvn spotless:apply");
        }
      }
    }
    assertThat(offences).isEmpty();
  }

  @Test
  void main_sources_say_nothing_that_is_banned() throws IOException {
    var offences = new ArrayList<String>();
    for (Path file : sources("src/main/java")) {
      String text = Files.readString(file);
      BANNED.forEach(
          (banned, instead) -> {
            boolean allowed = EXCEPTIONS.containsKey(file.getFileName().toString());
            if (text.contains(banned) && !allowed) {
              offences.add(file + " says " + banned + ": " + instead);
            }
          });
    }
    assertThat(offences).isEmpty();
  }

  @Test
  void every_package_says_what_lives_there() throws IOException {
    var offences = new ArrayList<Path>();
    for (Path file : sources("src/main/java")) {
      if (!Files.exists(file.resolveSibling("package-info.java"))) {
        offences.add(file.getParent());
      }
    }
    assertThat(offences).isEmpty();
  }

  /** The Java sources of all modules; a guard against looking in the wrong place. */
  private static List<Path> sources(String below) throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      List<Path> found =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> file.toString().contains(below))
              .filter(file -> !file.toString().contains("/target/"))
              .toList();
      assertThat(found).hasSizeGreaterThan(100);
      return found;
    }
  }
}
