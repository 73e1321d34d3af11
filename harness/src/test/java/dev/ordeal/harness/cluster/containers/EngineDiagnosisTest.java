package dev.ordeal.harness.cluster.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineDiagnosisTest {
  private static final Throwable FAILURE =
      new IllegalStateException("no valid environment", new RuntimeException("inner words"));

  @TempDir private Path folder;

  private static EngineDiagnosis of(String dockerHost) {
    return new EngineDiagnosis(Map.of("DOCKER_HOST", dockerHost), List.of());
  }

  /** An engine that answers one request, as the version it is given. */
  private static String engine(String answer) throws IOException {
    var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    var thread =
        new Thread(
            () -> {
              while (true) {
                try (var socket = server.accept()) {
                  socket.getInputStream().read(new byte[1024]);
                  socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                } catch (IOException closed) {
                  return;
                }
              }
            });
    thread.setDaemon(true);
    thread.start();
    return "tcp://127.0.0.1:" + server.getLocalPort();
  }

  private static String docker(String version, String oldestApi, String newestApi)
      throws IOException {
    return engine(
        "HTTP/1.0 200 OK\r\n\r\n{\"Version\":\"%s\",\"MinAPIVersion\":\"%s\",\"ApiVersion\":\"%s\"}"
            .formatted(version, oldestApi, newestApi));
  }

  private static void isOneSentenceThatSaysWhatStillWorks(String text) {
    assertThat(text)
        .doesNotContain("\n")
        .endsWith(" The simulated and processes backends need no container engine.");
  }

  @Test
  void without_an_engine_it_names_the_sockets_it_tried() {
    var socket = folder.resolve("docker.sock");
    var text = new EngineDiagnosis(Map.of(), List.of(socket)).explain(FAILURE);
    assertThat(text).contains("there is no socket " + socket, "DOCKER_HOST is not set");
    isOneSentenceThatSaysWhatStillWorks(text);
  }

  @Test
  void a_socket_file_that_nobody_listens_on_is_named() throws IOException {
    var socket = Files.createFile(folder.resolve("docker.sock"));
    var text = new EngineDiagnosis(Map.of(), List.of(socket)).explain(FAILURE);
    assertThat(text).startsWith("The socket " + socket).contains("none does");
    isOneSentenceThatSaysWhatStillWorks(text);
  }

  @Test
  void a_wrong_socket_in_the_environment_is_named_before_another_engine_is_taken() {
    var host = "unix://" + folder.resolve("nowhere.sock");
    var text = of(host).wrongChoice().orElseThrow();
    assertThat(text).startsWith("DOCKER_HOST=" + host + " names a socket that does not exist");
    isOneSentenceThatSaysWhatStillWorks(text);
  }

  @Test
  void a_port_that_nobody_listens_on_is_named() {
    assertThat(of("tcp://127.0.0.1:1").wrongChoice().orElseThrow())
        .contains("DOCKER_HOST=tcp://127.0.0.1:1", "none does");
  }

  @Test
  void a_word_that_is_no_address_is_named_with_what_to_write() {
    assertThat(of("docker").wrongChoice().orElseThrow())
        .contains("DOCKER_HOST=docker is no address", "tcp://host:port");
  }

  @Test
  void something_else_that_listens_there_is_no_engine() throws IOException {
    assertThat(of(engine("SSH-2.0-OpenSSH\r\n")).wrongChoice().orElseThrow())
        .contains("does not speak the Docker API");
    assertThat(of(engine("HTTP/1.0 404 Not Found\r\n\r\n{\"error\":\"x\"}")).wrongChoice())
        .isPresent();
  }

  @ParameterizedTest
  @CsvSource({"1.24", "1.9", "1.31"})
  void an_engine_that_is_too_old_is_named_with_both_versions(String api) throws IOException {
    var host = docker("1.12.6", "1.12", api);
    var text = of(host).wrongChoice().orElseThrow();
    assertThat(text)
        .contains(host, "Docker 1.12.6", "too old", "API " + api, EngineDiagnosis.OLDEST_API);
    isOneSentenceThatSaysWhatStillWorks(text);
  }

  @ParameterizedTest
  @CsvSource({"1.32", "1.41", "1.54", "2.0"})
  void an_engine_that_answers_is_no_wrong_choice(String api) throws IOException {
    assertThat(of(docker("20.10", "1.12", api)).wrongChoice()).isEmpty();
  }

  @Test
  void an_engine_that_only_testcontainers_dislikes_is_explained_in_its_words() throws IOException {
    var text = of(docker("29.0", "1.44", "1.52")).explain(FAILURE);
    assertThat(text).contains("Docker 29.0", "API 1.44 to 1.52", "inner words");
    isOneSentenceThatSaysWhatStillWorks(text);
  }

  @Test
  void versions_are_compared_as_numbers() {
    assertThat(EngineDiagnosis.compare("1.9", "1.32")).isNegative();
    assertThat(EngineDiagnosis.compare("1.41", "1.41")).isZero();
    assertThat(EngineDiagnosis.compare("2.0", "1.99")).isPositive();
  }
}
