package dev.ordeal.results.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.history.History;
import dev.ordeal.results.RunStore;
import dev.ordeal.results.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar that Maven packs, run as a user runs it. */
class ExecutableJarIT {
  private static final Path JAR = Path.of("target", "ordeal.jar");

  @TempDir private Path temp;

  @Test
  void a_killed_run_is_listed_judged_and_judged_the_same_again() throws Exception {
    Samples.store(RunStore.at(temp), "lock", History.parse(Samples.VIOLATION));
    assertThat(ordeal("list", "--store", temp.toString()).code()).isZero();
    Answer first = ordeal("recheck", "latest", "--store", temp.toString(), "--write");
    assertThat(first.text()).startsWith("lock is INVALID: stale-token-write");
    assertThat(first.code()).isEqualTo(1);
    Answer shown = ordeal("show", "lock/latest", "--store", temp.toString());
    assertThat(shown.code()).isEqualTo(1);
    assertThat(first.text()).startsWith(shown.text());
  }

  @Test
  void it_knows_its_version_and_refuses_nonsense() throws Exception {
    assertThat(ordeal("--version").text()).matches("ordeal \\d.*\\R");
    assertThat(ordeal("frobnicate").code()).isEqualTo(3);
  }

  @Test
  void the_module_s_own_jar_holds_no_strangers() throws IOException {
    try (var jars = Files.list(Path.of("target"))) {
      Path plain =
          jars.filter(jar -> jar.getFileName().toString().matches("ordeal-results-.*\\.jar"))
              .findFirst()
              .orElseThrow();
      try (var jar = new JarFile(plain.toFile())) {
        assertThat(jar.stream().map(Object::toString).filter(name -> name.endsWith(".class")))
            .isNotEmpty()
            .allMatch(name -> name.startsWith("dev/ordeal/results/"));
      }
    }
  }

  private record Answer(int code, String text) {}

  private static Answer ordeal(String... args) throws Exception {
    var command = new ArrayList<>(List.of("-jar", JAR.toString()));
    command.add(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(args));
    Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      child.getOutputStream().close();
      String text = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
      return new Answer(child.exitValue(), text);
    } finally {
      child.destroyForcibly();
    }
  }
}
