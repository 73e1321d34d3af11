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

  @Test
  void the_readme_shows_the_trial_of_a_server_as_it_runs_and_it_is_short() throws IOException {
    var source = redis("RedisLockTrial.java");
    var trial = source.substring(source.indexOf("class RedisLockTrial"));
    assertThat(Files.readString(MODULE.resolveSibling("README.md"))).contains(trial);
    assertThat(trial.lines().count()).isLessThan(LINES_MAX);
  }

  @Test
  void the_readme_shows_the_same_in_containers_as_it_runs_but_for_the_image() throws IOException {
    var source = redis("RedisWorldsTrial.java");
    int begin = source.indexOf("ContainerBackend.of(");
    var backend =
        source
            .substring(begin, source.indexOf(';', begin))
            .replace("image", "\"redis:7\"")
            .replace("two::", "this::")
            .replace("\n        .", "\n    .");
    assertThat(Files.readString(MODULE.resolveSibling("README.md"))).contains(backend + "\n");
  }

  private static String redis(String file) throws IOException {
    return Files.readString(MODULE.resolve("src/test/java/dev/ordeal/systems/redis/" + file));
  }
}
