package dev.ordeal.systems.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.systems.port.Bodies;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  @Test
  void what_is_written_is_read_back_in_its_order() throws IOException {
    Map<String, @Nullable Object> body =
        Bodies.of(
            "z",
            1L,
            "a",
            null,
            "big",
            Long.MIN_VALUE,
            "d",
            0.5,
            "t",
            true,
            "s",
            "<é\n\"\u2028",
            "l",
            List.of(1L, "x"),
            "m",
            Bodies.of("k", List.of()));
    Map<String, @Nullable Object> read = Json.read(Json.write(body), 100);
    assertThat(read).isEqualTo(body);
    assertThat(read.keySet()).containsExactly("z", "a", "big", "d", "t", "s", "l", "m");
    assertThat(Json.write(body)).contains("\"a\":null").contains("<é").doesNotContain("\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "7",
        "[]",
        "null",
        "{",
        "{\"a\":1}x",
        "{a:1}",
        "{\"a\":1e999}",
        "{\"a\":NaN}",
        "}{"
      })
  void what_is_not_one_object_is_refused(String text) {
    assertThatThrownBy(() -> Json.read(text, 100)).isInstanceOf(IOException.class);
  }

  @Test
  void deep_nesting_is_refused() {
    String deep = "{\"a\":".repeat(200) + "1" + "}".repeat(200);
    assertThatThrownBy(() -> Json.read(deep, 100)).isInstanceOf(IOException.class);
  }
}
