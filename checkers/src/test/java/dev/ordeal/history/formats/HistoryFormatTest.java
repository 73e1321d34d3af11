package dev.ordeal.history.formats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.history.History;
import dev.ordeal.history.JsonLines.Limits;
import dev.ordeal.history.MalformedHistoryException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HistoryFormatTest {
  private static final History HISTORY =
      History.parse("p0 invoke get key x value nil\np0 ok get key x value \"\"");

  private static History readAny(byte[] bytes) {
    try {
      return HistoryFormat.readAny(new ByteArrayInputStream(bytes), Limits.standard());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @EnumSource(names = "JEPSEN_LOG", mode = EnumSource.Mode.EXCLUDE)
  void what_is_written_in_a_format_is_known_again_by_its_looks(HistoryFormat format)
      throws IOException {
    var out = new ByteArrayOutputStream();
    format.write(HISTORY, out);
    assertThat(readAny(out.toByteArray())).isEqualTo(HISTORY);
    assertThat(format.isWritten()).isTrue();
    assertThat(HistoryFormat.named(format.word())).contains(format);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"index\":0,\"time\":5} | JSON_LINES",
        "`{ \n \"time\":5}` | JSON_LINES",
        "`# a comment\n\n0.5s p3 invoke read` | NOTATION",
        "nemesis invoke cut n1 | NOTATION",
        "`; a comment\n[{:process 0}]` | EDN",
        "{:process 0, :type :invoke, :f :read, :value nil} | EDN",
        "{:process 0, :type :invoke, :f :put, :key | EDN",
        "{:key 1, :f :put, :type :invoke, :process 1} | PORCUPINE_KV",
        "[0 :invoke :read nil] | EDN",
        "({:process 0}) | EDN",
        "#jepsen.history.Op{:process 0} | EDN",
        "#_x {:process 0} | EDN",
        "`INFO jepsen.core - x\nINFO  jepsen.util - 0\t:invoke\t:read\tnil` | JEPSEN_LOG",
      })
  void a_format_is_told_by_how_a_text_begins(String head, HistoryFormat format) {
    assertThat(FormatGuess.of(head)).contains(format);
    assertThat(FormatGuess.of("\ufeff \n" + head)).contains(format);
  }

  @Test
  void what_looks_like_no_history_is_refused_with_what_was_tried() {
    for (String text : new String[] {"", "hello", "<html>", "\u0000\u0001", "# only a comment"}) {
      assertThatThrownBy(() -> readAny(text.getBytes(UTF_8)))
          .isInstanceOf(MalformedHistoryException.class)
          .hasMessageContaining("tried were jsonl (")
          .hasMessageContaining("notation (")
          .hasMessageContaining("edn (")
          .hasMessageContaining("jepsen-log (")
          .hasMessageContaining("porcupine-kv (");
    }
  }

  @Test
  void reading_is_bounded_in_every_format() {
    var text = "{:process 0, :type :invoke, :f :read}\n{:process 0, :type :ok, :f :read}";
    var in = new ByteArrayInputStream(text.getBytes(UTF_8));
    assertThatThrownBy(() -> HistoryFormat.readAny(in, new Limits(1000, 1)))
        .hasMessageContaining("line 2: there are more than 1 ops");
    var again = new ByteArrayInputStream(text.getBytes(UTF_8));
    assertThatThrownBy(() -> HistoryFormat.EDN.read(again, new Limits(20, 10)))
        .hasMessageContaining("line 1: one form is longer than 20 characters");
  }

  @ParameterizedTest
  @EnumSource(names = "JSON_LINES", mode = EnumSource.Mode.EXCLUDE)
  void bytes_that_are_no_text_are_refused(HistoryFormat format) {
    var in = new ByteArrayInputStream(new byte[] {'"', (byte) 0xff, '"'});
    assertThatThrownBy(() -> format.read(in, Limits.standard()))
        .isInstanceOf(MalformedHistoryException.class)
        .hasMessageContaining("not UTF-8");
  }

  @Test
  void a_jepsen_log_is_only_read() {
    assertThat(HistoryFormat.JEPSEN_LOG.isWritten()).isFalse();
    assertThatThrownBy(() -> HistoryFormat.JEPSEN_LOG.write(HISTORY, new ByteArrayOutputStream()))
        .hasMessageContaining("write edn");
  }
}
