package dev.ordeal.harness.cluster.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.harness.cluster.ClusterDriver;
import dev.ordeal.harness.cluster.HostPort;
import dev.ordeal.harness.cluster.NodePlace;
import dev.ordeal.harness.cluster.Site;
import dev.ordeal.harness.internal.Folders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class JavaCommandTest {
  private static final String CACHE = "ordeal.cache";

  @TempDir private Path folder;
  private String cacheBefore;

  @BeforeEach
  void useACacheOfOurOwn() {
    cacheBefore = System.getProperty(CACHE);
    System.setProperty(CACHE, folder.toString());
  }

  @AfterEach
  void giveItBack() {
    if (cacheBefore == null) {
      System.clearProperty(CACHE);
    } else {
      System.setProperty(CACHE, cacheBefore);
    }
  }

  /** Archives are remembered by command: a property makes this one new to this JVM. */
  private static JavaCommand fresh() {
    return TestNodes.command().flags("-Dfresh=" + System.nanoTime(), "-Xlog:class+load");
  }

  private String logOfARun(JavaCommand command) throws Exception {
    var logs = Files.createTempDirectory(folder, "logs");
    var site = new Site(1, logs, Files.createTempDirectory(folder, "data"));
    try (var cluster = ProcessBackend.of(1, command).open(site)) {
      var on = new ClusterDriver(cluster);
      assertThat(on.answers(on.node(1))).isTrue();
    }
    return Files.readString(logs.resolve("n1.log"));
  }

  private List<Path> archives() throws Exception {
    try (var files = Files.walk(folder)) {
      return files.filter(file -> file.endsWith("classes.jsa")).toList();
    }
  }

  private static List<String> mainClassLoads(String log) {
    return log.lines().filter(line -> line.contains("testnode.TestNodeMain source:")).toList();
  }

  @Test
  void the_classes_of_a_program_are_archived_once_and_mapped_from_then_on() throws Exception {
    var command = fresh();
    assertThat(mainClassLoads(logOfARun(command))).singleElement().asString().contains("(top)");
    var archive = archives();
    assertThat(archive).hasSize(1);
    var made = Files.getLastModifiedTime(archive.get(0));

    assertThat(mainClassLoads(logOfARun(command))).singleElement().asString().contains("(top)");
    assertThat(Files.getLastModifiedTime(archive.get(0))).isEqualTo(made);
  }

  @Test
  void a_damaged_archive_keeps_no_node_from_starting() throws Exception {
    var command = fresh();
    logOfARun(command);
    var archive = archives().get(0);
    Files.delete(archive);
    Files.write(archive, new byte[] {1, 2, 3});

    assertThat(mainClassLoads(logOfARun(command))).singleElement().asString().doesNotContain("top");
  }

  @Test
  void a_cache_that_was_cleared_keeps_no_node_from_starting() throws Exception {
    var command = fresh();
    logOfARun(command);
    Folders.delete(folder.resolve("ordeal"));

    assertThat(mainClassLoads(logOfARun(command))).hasSize(1);
  }

  @Test
  void a_cache_that_cannot_be_written_keeps_no_node_from_starting() throws Exception {
    System.setProperty(CACHE, Files.writeString(folder.resolve("file"), "no folder").toString());

    assertThat(mainClassLoads(logOfARun(fresh()))).singleElement().asString().contains("file:");
  }

  @Test
  void a_program_that_cannot_be_archived_is_tried_once_and_runs_without() throws Exception {
    var odd = JavaCommand.of("no.such.Main").flags("-Dfresh=" + System.nanoTime());

    assertThat(odd.apply(place())).noneMatch(word -> word.startsWith("-XX:SharedArchiveFile"));
    try (var files = Files.walk(folder)) {
      assertThat(files.filter(file -> file.endsWith("failed"))).hasSize(1);
    }
  }

  @Test
  void a_relative_class_path_is_made_absolute_because_nodes_run_in_their_data_folder() {
    var command = JavaCommand.of("a.Main").classPath("x.jar:/y/z").archived(false).apply(place());

    var classPath = command.get(command.indexOf("-cp") + 1);
    assertThat(Arrays.asList(classPath.split(":")))
        .containsExactly(Path.of("x.jar").toAbsolutePath().toString(), "/y/z");
  }

  @Test
  void flags_stand_before_the_main_class_and_arguments_after_it() {
    var command =
        JavaCommand.of("a.Main")
            .archived(false)
            .flags("-Xmx1g")
            .arguments(place -> List.of("--name", place.name()))
            .apply(place());

    assertThat(command).containsSubsequence("-Xmx64m", "-Xmx1g", "a.Main", "--name", "n1");
  }

  private static NodePlace place() {
    return new NodePlace("n1", new HostPort("127.0.0.1", 1), new TreeMap<>(), "data");
  }
}
