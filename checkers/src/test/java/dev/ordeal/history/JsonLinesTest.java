package dev.ordeal.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import dev.ordeal.history.JsonLines.Limits;
import dev.ordeal.history.JsonLines.TornLine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonLinesTest {
  private static final String INVOKE =
      "{\"index\":0,\"time\":5,\"process\":3,\"type\":\"invoke\",\"f\":\"read\"}\n";
  private static final String OK =
      "{\"index\":1,\"time\":6,\"process\":3,\"type\":\"ok\",\"f\":\"read\",\"value\":7}\n";

  private static JsonLines.Reading read(String text, TornLine torn) {
    try {
      return JsonLines.read(
          new ByteArrayInputStream(text.getBytes(UTF_8)), Limits.standard(), torn);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void an_op_is_one_line() {
    var history = History.parse("4.012s p3 invoke write token 17\n5s nemesis invoke cut");
    assertThat(JsonLines.encode(history.get(0)))
        .isEqualTo(
            "{\"index\":0,\"time\":4012000000,\"process\":3,\"type\":\"invoke\",\"f\":\"write\","
                + "\"value\":{\"token\":17}}\n");
    assertThat(JsonLines.encode(history.get(1))).contains("\"process\":-1");
  }

  @Test
  void what_is_written_is_read_as_the_same() throws IOException {
    for (long seed = 0; seed < 3_000; seed++) {
      var history = new RandomHistories(seed).history(20);
      var out = new ByteArrayOutputStream();
      JsonLines.write(history, out);
      assertThat(JsonLines.read(new ByteArrayInputStream(out.toByteArray())))
          .as("seed %d", seed)
          .isEqualTo(history);
    }
  }

  @Test
  void another_json_library_reads_the_same_strings() {
    var op = Op.invoke("say", Map.of("text", "a\"\\\n\t\u0001\u0085é日\ud83d\ude00\ud83d")).ok();
    var parsed = JsonParser.parseString(JsonLines.encode(op)).getAsJsonObject();
    assertThat(Map.of("text", parsed.getAsJsonObject("value").get("text").getAsString()))
        .isEqualTo(op.value());
  }

  @Test
  void a_torn_last_line_is_left_out_at_every_cut_and_reported() {
    for (int cut = 1; cut < OK.length() - 1; cut++) {
      var reading = read(INVOKE + OK.substring(0, cut), TornLine.LEAVE_OUT);
      assertThat(reading.history().size()).isEqualTo(1);
      assertThat(reading.torn()).hasValueSatisfying(t -> assertThat(t).contains("line 2"));
    }
    var whole = read(INVOKE + OK.stripTrailing(), TornLine.LEAVE_OUT);
    assertThat(whole.history().size()).isEqualTo(2);
    assertThat(whole.torn()).isEmpty();
  }

  @Test
  void a_torn_line_is_refused_unless_it_is_the_last_and_asked_for() {
    assertThatThrownBy(() -> read(INVOKE + OK.substring(0, 30), TornLine.REFUSE))
        .hasMessageContaining("line 2")
        .hasMessageContaining("is the last line cut?");
    assertThatThrownBy(() -> read(INVOKE.substring(0, 30) + "\n" + OK, TornLine.LEAVE_OUT))
        .hasMessageContaining("line 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[] | not a JSON object",
        "{\"time\":5} | field process is missing",
        "{\"time\":5,\"process\":1,\"type\":\"invoke\",\"f\":\"r\",\"x\":1} | unknown field x",
        "{\"time\":5,\"time\":6} | comes twice",
        "{\"time\":5.5,\"process\":1,\"type\":\"invoke\",\"f\":\"r\"} | whole number",
        "{\"time\":5,\"process\":4294967296,\"type\":\"invoke\",\"f\":\"r\"} | 32 bits",
        "{\"time\":5,\"process\":1,\"type\":\"begin\",\"f\":\"r\"} | type is not",
        "{\"time\":5,\"process\":1,\"type\":\"invoke\",\"f\":7} | f is not a string",
        "{\"index\":3,\"time\":5,\"process\":1,\"type\":\"invoke\",\"f\":\"r\"} | index is 3",
        "{\"time\":5,\"process\":1,\"type\":\"ok\",\"f\":\"r\"} | completes nothing",
        "{'time':5} | not JSON",
        "{\"time\":NaN} | not JSON",
        "{\"time\":99999999999999999999} | 64 bits",
        "{} {} | not JSON",
        "{\"time\":5,\"process\":1,\"type\":\"invoke\",\"f\":\"r\",\"value\":1e999} | no such"
            + " number",
      })
  void a_line_that_is_no_op_is_refused_with_its_number(String line, String because) {
    assertThatThrownBy(() -> read(line + "\n", TornLine.REFUSE))
        .isInstanceOf(MalformedHistoryException.class)
        .hasMessageContaining("line 1: ")
        .hasMessageContaining(because);
  }

  @Test
  void reading_is_bounded() {
    var deep = INVOKE.replace("\"read\"}", "\"read\",\"value\":" + "[".repeat(5000) + "}");
    assertThatThrownBy(() -> read(deep, TornLine.REFUSE)).hasMessageContaining("line 1");
    var in = new ByteArrayInputStream((INVOKE + OK).getBytes(UTF_8));
    assertThatThrownBy(() -> JsonLines.read(in, new Limits(60, 10), TornLine.REFUSE))
        .hasMessageContaining("longer than 60 bytes");
    var more = new ByteArrayInputStream((INVOKE + OK).getBytes(UTF_8));
    assertThatThrownBy(() -> JsonLines.read(more, new Limits(1000, 1), TornLine.REFUSE))
        .hasMessageContaining("line 2")
        .hasMessageContaining("more than 1 ops");
  }

  @Test
  void bytes_that_are_no_text_are_refused() {
    var in = new ByteArrayInputStream(new byte[] {'{', '"', (byte) 0xff, '"', '}', '\n'});
    assertThatThrownBy(() -> JsonLines.read(in)).hasMessageContaining("line 1: not UTF-8");
  }
}
