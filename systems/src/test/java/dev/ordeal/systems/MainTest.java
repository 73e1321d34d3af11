package dev.ordeal.systems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ordeal.systems.runtime.LineClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line, in JVMs of its own. */
class MainTest {
  @TempDir private Path data;
  private final List<Process> children = new ArrayList<>();

  @AfterEach
  void end_children() throws InterruptedException {
    for (Process child : children) {
      child.destroyForcibly().waitFor();
    }
  }

  private Process java(String... arguments) throws IOException {
    return java(List.of(), arguments);
  }

  private Process java(List<String> before, String... arguments) throws IOException {
    var command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx32m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName()));
    command.addAll(List.of(arguments));
    Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
    children.add(child);
    return child;
  }

  private Process node(String... more) throws IOException {
    return node(List.of(), more);
  }

  private Process node(List<String> before, String... more) throws IOException {
    var arguments = new ArrayList<String>();
    arguments.addAll(List.of("--system", "lock-fenced", "--name", "n1"));
    arguments.addAll(List.of("--listen", "127.0.0.1:0", "--data", data.toString()));
    arguments.addAll(List.of(more));
    return java(before, arguments.toArray(String[]::new));
  }

  private static BufferedReader output(Process child) {
    return new BufferedReader(
        new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
  }

  private static int readyPort(Process child) {
    return readyPort(output(child));
  }

  private static int readyPort(BufferedReader output) {
    String line =
        output.lines().filter(said -> !said.contains(" phase ")).findFirst().orElseThrow();
    assertThat(line).startsWith("n1 ready on 127.0.0.1:");
    return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
  }

  @Test
  void what_was_answered_survives_kill_9() throws Exception {
    Process first = node();
    try (LineClient client = new LineClient("c1", readyPort(first))) {
      assertThat(client.ask("type", "acquire", "owner", "p1")).containsEntry("token", 1L);
      assertThat(client.ask("type", "write", "owner", "p1", "token", 1L, "value", 42L))
          .containsEntry("type", "write_ok");
    }
    first.destroyForcibly().waitFor();

    Process second = node();
    try (LineClient client = new LineClient("c1", readyPort(second))) {
      assertThat(client.ask("type", "read")).containsEntry("token", 1L).containsEntry("value", 42L);
      assertThat(client.ask("type", "acquire", "owner", "p2")).containsEntry("code", 22L);
    }
  }

  @Test
  @Timeout(120)
  void without_file_descriptors_a_node_rests_and_serves_again_when_there_are_some()
      throws Exception {
    Process child = node(List.of("sh", "-c", "ulimit -n 150; exec \"$@\"", "sh"));
    var lines = output(child);
    int port = readyPort(lines);
    var complaints = new AtomicInteger();
    var reader =
        new Thread(
            () ->
                lines
                    .lines()
                    .filter(line -> line.contains("could not take a connection"))
                    .forEach(line -> complaints.incrementAndGet()));
    reader.setDaemon(true);
    reader.start();
    var guests = new ArrayList<Socket>();
    long start = System.nanoTime();
    while (complaints.get() == 0) {
      var guest = new Socket();
      guests.add(guest);
      try {
        guest.connect(new InetSocketAddress("127.0.0.1", port), 5_000);
      } catch (SocketTimeoutException full) {
        // The queue of those who wait to be taken is full; the kernel asks again after a second.
      }
    }
    await().until(() -> complaints.get() >= 3);
    int complained = complaints.get();
    assertThat(complained)
        .as("one for each rest of 50 ms at most")
        .isLessThanOrEqualTo((int) ((System.nanoTime() - start) / 50_000_000) + 1);
    for (var guest : guests) {
      guest.close();
    }
    try (LineClient client = new LineClient("c1", port)) {
      assertThat(client.ask("type", "acquire", "owner", "p1")).containsEntry("token", 1L);
    }
  }

  @Test
  void the_end_of_stdin_ends_the_node() throws Exception {
    Process child = node("--until-stdin-ends");
    readyPort(child);
    child.getOutputStream().close();
    assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--nonsense",
        "--system",
        "--system lock-fenced --listen 127.0.0.1:0",
        "--system lock-fenced --name n1 --listen nowhere --data d",
        "--system lock-magic --name n1 --listen 127.0.0.1:0 --data d",
        "--system lock-lease --name n1 --listen 127.0.0.1:0 --data d --option lease-ms=soon",
        "--system lock-lease --name n1 --listen 127.0.0.1:0 --data d --peers n2"
      })
  void a_wrong_call_is_explained_and_ends_with_status_2(String arguments) throws Exception {
    Process child = java(arguments.split(" "));
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor()).isEqualTo(2);
    assertThat(said).contains("usage:").doesNotContain("Exception");
  }
}
