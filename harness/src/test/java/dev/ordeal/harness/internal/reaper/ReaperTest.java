package dev.ordeal.harness.internal.reaper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ordeal.harness.internal.Alone;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs({OS.LINUX, OS.MAC})
@ExtendWith(Alone.class)
class ReaperTest {
  @TempDir private Path folder;
  private Path file;
  private Process owner;
  private BufferedReader answers;
  private ProcessIdentity child;
  private ProcessIdentity reaper;

  @BeforeEach
  void start_an_owner_with_a_child_and_a_file() throws IOException {
    file = Files.createFile(Files.createDirectory(folder.resolve("left")).resolve("behind"));
    owner = Jvm.start(OwnerMain.class, file.toString());
    answers = owner.inputReader();
    var numbers = answers.readLine().split(" ");
    child = ProcessIdentity.of(Long.parseLong(numbers[0])).orElseThrow();
    reaper = ProcessIdentity.of(Long.parseLong(numbers[1])).orElseThrow();
  }

  @AfterEach
  void end_what_a_failed_test_left() {
    owner.destroyForcibly();
    child.handle().ifPresent(ProcessHandle::destroyForcibly);
    reaper.handle().ifPresent(ProcessHandle::destroyForcibly);
  }

  @Test
  void a_killed_owner_leaves_no_child_no_file_and_no_reaper() {
    owner.destroyForcibly();
    awaitTheEndOf(child);
    awaitTheEndOf(reaper);
    assertThat(file).doesNotExist();
  }

  @Test
  void what_was_entrusted_last_is_cleaned_up_first() {
    owner.destroyForcibly();
    awaitTheEndOf(reaper);
    assertThat(file.getParent()).as("the folder of the file").doesNotExist();
  }

  @Test
  void a_stopped_child_is_ended_too() throws Exception {
    signal("STOP", child);
    owner.destroyForcibly();
    awaitTheEndOf(child);
    awaitTheEndOf(reaper);
  }

  @Test
  void an_owner_that_ends_in_an_orderly_way_leaves_nothing_either() throws Exception {
    tell("end");
    assertThat(owner.waitFor()).isZero();
    awaitTheEndOf(child);
    awaitTheEndOf(reaper);
    assertThat(file).doesNotExist();
  }

  @Test
  void what_was_forgotten_is_left_alone() throws Exception {
    tell("forget");
    assertThat(answers.readLine()).isEqualTo("forgotten");
    owner.destroyForcibly();
    awaitTheEndOf(reaper);
    assertThat(child.isAlive()).isTrue();
    assertThat(file).exists();
  }

  @Test
  void the_signals_of_an_interrupted_terminal_do_not_keep_it_from_its_work() throws Exception {
    for (String name : new String[] {"INT", "TERM", "HUP"}) {
      signal(name, reaper);
    }
    tell("forget");
    assertThat(answers.readLine()).isEqualTo("forgotten");
    assertThat(reaper.isAlive()).isTrue();
    owner.destroyForcibly();
    awaitTheEndOf(reaper);
  }

  private void tell(String order) throws IOException {
    var pipe = owner.outputWriter();
    pipe.write(order + "\n");
    pipe.flush();
  }

  private static void signal(String name, ProcessIdentity process) throws Exception {
    var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  private static void awaitTheEndOf(ProcessIdentity process) {
    await().atMost(Duration.ofSeconds(30)).until(() -> !process.isAlive());
  }
}
