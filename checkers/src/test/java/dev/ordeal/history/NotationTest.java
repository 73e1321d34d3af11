package dev.ordeal.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.history.Op.Type;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotationTest {

  @Test
  void a_history_is_printed_in_columns() {
    var history =
        History.parse(
            """
            # a lock
            1s nemesis invoke pause n3
            1.5s p3 invoke acquire

            2s p10 invoke write {token 17 value 3}   # braces are not needed
            4.012s p3 ok acquire token 17
            4.02s nemesis info pause n3
            5s p10 info write token 17 value 3 ! timeout
            """);
    assertThat(history.toString())
        .isEqualTo(
            """
            1.000s  nemesis invoke pause   n3
            1.500s  p3      invoke acquire
            2.000s  p10     invoke write   token 17 value 3
            4.012s  p3      ok     acquire token 17
            4.020s  nemesis info   pause   n3
            5.000s  p10     info   write   token 17 value 3 ! timeout
            """);
    assertThat(history.get(3).value()).isEqualTo(Map.of("token", 17L));
    assertThat(history.get(5).error()).isEqualTo("timeout");
  }

  @Test
  void sentences_name_moments_with_as_few_decimals_as_tell_them_apart() {
    assertThat(Notation.moment(4_012_999_999L)).isEqualTo("4.012s");
    assertThat(moments(1_500_000_000L, 4_012_345_678L)).containsExactly("1.500s", "4.012s");
    assertThat(moments(30_120_123L, 30_280_075L)).containsExactly("0.030120s", "0.030280s");
    assertThat(moments(30_120_123L, 30_120_124L)).containsExactly("0.030120123s", "0.030120124s");
    assertThat(moments(7_000_001L, 7_000_001L)).containsExactly("0.007s", "0.007s");
  }

  private static List<String> moments(long... times) {
    return LongStream.of(times).mapToObj(Notation.apart(LongStream.of(times))).toList();
  }

  @Test
  void ops_without_a_time_are_a_millisecond_apart() {
    var history =
        History.parse("p0 invoke add 1\np0 ok add 1\n2s p0 invoke read\np0 ok read [1 2]");
    assertThat(history.stream().map(Op::time))
        .containsExactly(0L, 1_000_000L, 2_000_000_000L, 2_001_000_000L);
    assertThat(history.get(3).value()).isEqualTo(List.of(1L, 2L));
  }

  @Test
  void what_is_printed_is_parsed_to_the_same() {
    for (long seed = 0; seed < 3_000; seed++) {
      var history = new RandomHistories(seed).history(20);
      assertThat(History.parse(history.toString())).as("seed %d", seed).isEqualTo(history);
    }
  }

  @Test
  void one_op_is_printed_without_columns() {
    var op = new Op(0, 4_012_000_001L, 3, Type.OK, "acquire", Map.of("token", 17), null);
    assertThat(Notation.print(op)).isEqualTo("4.012000001s p3 ok acquire token 17");
    assertThat(op).hasToString("4.012000001s p3 ok acquire token 17");
    assertThat(Notation.withoutTime(op)).isEqualTo("p3 ok acquire token 17");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "x3 invoke read | line 1: \"x3\" is no process",
        "p0 start read | line 1: \"start\" is no type of op",
        "p0 invoke | the function is missing",
        "p0 invoke write 1 2 | more than one value",
        "p0 invoke write a 1 b | key b has no value",
        "p0 invoke write a 1 a 2 | key a comes twice",
        "p0 invoke write 99999999999999999999 | does not fit into 64 bits",
        "p0 invoke write \"a | no closing quote",
        "p0 invoke write [1 2 | \"]\" is missing",
        "p0 invoke write {1 2} | a map's key is not a word",
        "p0 invoke write 12x | quote it",
        "p0 invoke write \"\\x\" | is no escape",
        "p0 invoke write 1e999 | JSON has no such number",
        "p9999999999 invoke read | is no process",
        "9999999999.9s p0 invoke read | later than 64 bits of nanoseconds",
        "p0 ok read 3 | it completes nothing",
      })
  void a_line_that_says_no_op_is_refused(String line, String because) {
    assertThatThrownBy(() -> History.parse(line))
        .isInstanceOf(MalformedHistoryException.class)
        .hasMessageContaining("line 1: ")
        .hasMessageContaining(because);
  }

  @Test
  void endless_nesting_is_refused() {
    assertThatThrownBy(() -> History.parse("p0 invoke write " + "[".repeat(100_000)))
        .isInstanceOf(MalformedHistoryException.class)
        .hasMessageContaining("nests deeper than 64");
  }
}
