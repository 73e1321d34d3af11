package dev.ordeal.harness.cluster.containers;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.ordeal.harness.cluster.SetupFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against an engine that has some images, and may be able to pull others. */
class EnginePreparationTest {
  private final Set<String> images = ConcurrentHashMap.newKeySet();
  private boolean canPull;
  private HttpServer engine;

  @BeforeEach
  void start() throws IOException {
    engine = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    engine.createContext(
        "/images/",
        exchange -> {
          var target = exchange.getRequestURI().toString();
          if (target.startsWith("/images/create") && canPull) {
            images.add(target.replaceAll(".*fromImage=(.*)&tag=(.*)", "$1:$2"));
          }
          var asked = target.replaceAll("^/images/|/json$", "");
          exchange.sendResponseHeaders(images.contains(asked) ? 200 : 404, -1);
          exchange.close();
        });
    engine.start();
  }

  @AfterEach
  void stop() {
    engine.stop(0);
  }

  private EnginePreparation preparation(Map<String, String> environment) {
    var host = "tcp://127.0.0.1:" + engine.getAddress().getPort();
    return new EnginePreparation(new EngineSocket(host), environment, false);
  }

  @Test
  void a_cleaner_that_cannot_be_pulled_is_refused_with_the_variable_that_does_without() {
    assertThatThrownBy(() -> preparation(Map.of()).prepare())
        .isInstanceOf(SetupFailure.class)
        .hasMessageContaining("testcontainers/ryuk")
        .hasMessageContaining("TESTCONTAINERS_RYUK_DISABLED=true")
        .hasMessageContaining("simulated and processes");
  }

  @Test
  void a_cleaner_that_is_there_or_can_be_pulled_is_no_matter() {
    canPull = true;
    assertThatCode(() -> preparation(Map.of()).prepare()).doesNotThrowAnyException();
    canPull = false;
    assertThatCode(() -> preparation(Map.of()).prepare()).doesNotThrowAnyException();
  }

  @Test
  void nothing_is_needed_where_the_cleaner_is_off() {
    var off = Map.of("TESTCONTAINERS_RYUK_DISABLED", "true");
    assertThatCode(() -> preparation(off).prepare()).doesNotThrowAnyException();
  }

  @Test
  void a_mirror_of_images_is_left_to_testcontainers() {
    var mirror = Map.of("TESTCONTAINERS_HUB_IMAGE_NAME_PREFIX", "mirror.example/");
    assertThatCode(() -> preparation(mirror).prepare()).doesNotThrowAnyException();
  }

  @Test
  void an_engine_that_does_not_answer_is_left_to_the_diagnosis() {
    engine.stop(0);
    assertThatCode(() -> preparation(Map.of()).prepare()).doesNotThrowAnyException();
  }
}
