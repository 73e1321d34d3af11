package dev.ordeal.systems.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the README shows is what runs. */
class ReadmeTest {
  private static final Path MODULE = Path.of("").toAbsolutePath();
  private static final int LINES_MAX = 40;

  @Test
  void the_readme_shows_the_trial_as_it_runs_and_it_is_short() throws IOException {
    var source =
        Files.readString(MODULE.resolve("src/test/java/dev/ordeal/systems/sample/MyLockTest.java"));
    var shown = source.substring(source.indexOf("import"));
    assertThat(Files.readString(MODULE.resolveSibling("README.md"))).contains(shown);
    var trial = source.substring(source.indexOf("class MyLockTest"));
    assertThat(trial.lines().count()).isLessThan(LINES_MAX);
  }
}
