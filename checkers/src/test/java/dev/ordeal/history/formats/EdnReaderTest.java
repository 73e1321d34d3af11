package dev.ordeal.history.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.history.MalformedHistoryException;
import dev.ordeal.history.PlainData;
import dev.ordeal.history.RandomHistories;
import java.io.IOException;
import java.io.StringReader;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EdnReaderTest {

  private static Object read(String text) {
    try {
      return new EdnReader(new StringReader(text), 1 << 20).next();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void what_plain_data_has_is_read_as_such() {
    assertThat(read("[nil true false -17 +3 0x1F 1.5 -2e3 \"a\\n\\u0041\\\"\" ()]"))
        .isEqualTo(
            Arrays.asList(null, true, false, -17L, 3L, 31L, 1.5, -2000.0, "a\nA\"", List.of()));
    assertThat(read("{:a 1, :b {\"c\" [2]}}"))
        .isEqualTo(Map.of("a", 1L, "b", Map.of("c", List.of(2L))));
  }

  @Test
  void what_plain_data_lacks_is_read_as_the_nearest_that_it_has() {
    assertThat(read("[:key :a/b ::c sym #{1} \\a \\newline \\u0042 \\( ##NaN]"))
        .isEqualTo(List.of("key", "a/b", "c", "sym", List.of(1L), "a", "\n", "B", "(", "##NaN"));
    assertThat(read("[17N 99999999999999999999 1/3 1.5M 1e999]"))
        .isEqualTo(List.of(17L, "99999999999999999999", "1/3", 1.5, "1e999"));
    assertThat(read("{1 :one, nil 2, [1 :x] 3}"))
        .isEqualTo(Map.of("1", "one", "nil", 2L, "[1 \"x\"]", 3L));
  }

  @Test
  void a_tagged_value_is_its_value() {
    assertThat(read("#inst \"2026-01-01\"")).isEqualTo("2026-01-01");
    assertThat(read("#jepsen.history.Op{:f :read}")).isEqualTo(Map.of("f", "read"));
    assertThat(read("#a #_x #b/c [1]")).isEqualTo(List.of(1L));
    assertThat(read("#:ns{:a 1}")).isEqualTo(Map.of("a", 1L));
    assertThat(read("#object[java.lang.Object 0x1f \"x\"]"))
        .isEqualTo(List.of("java.lang.Object", 31L, "x"));
  }

  @Test
  void comments_commas_and_discards_are_blanks() {
    assertThat(read("; first\n,, #_ #_ 1 [2 {}] #_#x 3 [4 ; last\n 5 #_6]"))
        .isEqualTo(List.of(4L, 5L));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | ends where a value should be",
        "[1 | began in line 1: is the file cut?",
        "[1} | stands where a \"]\" should be",
        "] | closes nothing",
        "{:a} | key a of a map has no value",
        "{:a 1 \"a\" 2} | comes twice",
        "\"abc | no closing quote",
        "\"\\q\" | no escape",
        "\"\\u12\" | four hexadecimal digits",
        "12ab | is no number",
        ": | keyword without a name",
        "\\nothing | is no character",
        "^{:a 1} [] | Clojure code",
        "# 1 | nothing that EDN knows",
        "#_ | ends where a value should be",
      })
  void what_is_no_edn_is_refused_with_its_line(String text, String because) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(MalformedHistoryException.class)
        .hasMessageContaining("line 1: ")
        .hasMessageContaining(because);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{:a ", "#{", "#_ ", "#a [", "#_ #_ "})
  void nesting_is_bounded(String opening) {
    assertThatThrownBy(() -> read(opening.repeat(100_000)))
        .isInstanceOf(MalformedHistoryException.class)
        .hasMessageContaining("deeper than 64");
    assertThat(read("[".repeat(64) + "]".repeat(64))).isInstanceOf(List.class);
  }

  @Test
  void the_length_of_a_form_is_bounded_and_that_of_a_chain_of_tags_too() {
    assertThatThrownBy(() -> read("\"" + "x".repeat(1 << 20) + "\""))
        .hasMessageContaining("longer than 1048576");
    assertThatThrownBy(() -> read("#a ".repeat(1 << 20))).hasMessageContaining("longer than");
    assertThatThrownBy(() -> read("1".repeat(1000))).hasMessageContaining("400");
  }

  @Test
  void what_is_printed_is_read_as_the_same() {
    for (long seed = 0; seed < 5_000; seed++) {
      Object value = PlainData.of(new RandomHistories(seed).value(4));
      assertThat(read(EdnPrinter.text(value))).as("seed %d", seed).isEqualTo(value);
    }
  }

  @Test
  void no_text_whatever_makes_it_fail_otherwise_than_it_should() {
    var pieces = List.of("[", "]", "{", "}", "(", ")", "#", "#_", "\"", "\\", ":a", "1", " ", "\n");
    for (long seed = 0; seed < 20_000; seed++) {
      var random = new Random(seed);
      var text = new StringBuilder();
      for (int i = random.nextInt(12); i >= 0; i--) {
        boolean known = random.nextInt(5) > 0;
        text.append(known ? pieces.get(random.nextInt(14)) : "" + (char) random.nextInt(256));
      }
      try {
        PlainData.of(read(text.toString()));
      } catch (MalformedHistoryException e) {
        assertThat(e).as("seed %d", seed).hasMessageStartingWith("line ");
      }
    }
  }
}
