package dev.ordeal.history.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.history.History;
import dev.ordeal.history.MalformedHistoryException;
import dev.ordeal.history.RandomHistories;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JepsenEdnTest {
  private static final History READ = History.parse("p0 invoke read\np0 ok read 3");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{:process 0 :type :invoke :f :read :value nil} {:process 0 :type :ok :f :read :value 3}",
        "; a comment\n[{:process 0, :type :invoke, :f :read}\n{:process 0,:type :ok,:f :read,:value"
            + " 3}]",
        "({:process 0 :type :invoke :f :read} {:process 0 :type :ok :f :read :value 3, :index 7})",
        "[0 :invoke :read nil]\n[0 :ok :read 3]\n",
        "[[0 :invoke :read]\n [0 :ok :read 3]]",
        "#jepsen.history.Op{:index 0, :time -1, :type :invoke, :process 0, :f :read, :value nil}"
            + "#jepsen.history.Op{:index 1, :time -1, :type :ok, :process 0, :f :read, :value 3}",
        "{:type :invoke :f :read} {:type :ok :f :read :value 3}",
        "#h [#op{:process 0, :type :invoke, :f :read}, #op{:process 0,:type :ok,:f :read,:value 3}]"
            + " []",
      })
  void a_file_may_be_maps_or_tuples_a_line_each_or_in_collections(String text) {
    assertThat(JepsenEdn.parse(text)).isEqualTo(READ);
  }

  @Test
  void times_are_kept_and_what_has_none_comes_after_what_was_before_it() {
    var history =
        JepsenEdn.parse(
            """
            {:process 0, :type :invoke, :f :read, :value nil, :time 500}
            {:process 1, :type :invoke, :f :read, :value nil}
            {:process 0, :type :ok, :f :read, :value 1, :time 400}
            {:process 2, :type :invoke, :f :read, :value nil, :time 900}
            {:process 1, :type :ok, :f :read, :value 1, :time 900}
            {:process 2, :type :ok, :f :read, :value 1, :time 900, :tied true}
            """);
    assertThat(history.stream().mapToLong(op -> op.time()))
        .containsExactly(500L, 501L, 502L, 900L, 901L, 902L);
    var tied =
        JepsenEdn.parse("[0 :invoke :r] {:process 1 :type :invoke :f :r :time 0 :tied true}");
    assertThat(tied.time(1)).isZero();
  }

  @Test
  void a_process_that_goes_on_after_an_info_gets_a_fresh_number() {
    assertThat(
            JepsenEdn.parse(
                """
                [3 :invoke :write 1] [7 :invoke :read nil] [3 :info :write 1] [3 :invoke :write 2]
                [3 :ok :write 2] [3 :invoke :write 3] [3 :info :write 3] [3 :invoke :read]
                """))
        .isEqualTo(
            History.parse(
                """
                p3 invoke write 1
                p7 invoke read
                p3 info write 1
                p8 invoke write 2
                p8 ok write 2
                p8 invoke write 3
                p8 info write 3
                p9 invoke read
                """));
  }

  @Test
  void the_nemesis_announces_and_reports_with_info() {
    assertThat(
            JepsenEdn.parse(
                """
                {:process :nemesis, :type :info, :f :start, :value nil}
                {:process :nemesis, :type :info, :f :start, :value "Cut off #{:n1}"}
                {:process :nemesis, :type :info, :f :stop, :value nil}
                {:process :nemesis, :type :info, :f :kill, :value nil, :error [:a 1]}
                """))
        .isEqualTo(
            History.parse(
                """
                0.000s nemesis invoke start
                0.001s nemesis info   start "Cut off #{:n1}"
                0.002s nemesis invoke stop
                0.003s nemesis info   stop
                0.003s nemesis invoke kill ! [a 1]
                """));
  }

  @Test
  void completions_alone_get_invocations_that_claim_no_order() {
    assertThat(
            JepsenEdn.parse(
                """
                [{:index 0, :type :ok, :process 0, :f nil, :time -1, :value [[:w :x 1]]}
                 {:index 1, :type :ok, :process 1, :f nil, :time -1, :value [[:r :x 1]]}
                 {:index 2, :type :info, :process 0, :f nil, :time -1, :value [[:w :x 2]]}]
                """))
        .isEqualTo(
            History.parse(
                """
                p0 invoke txn [[w x 1]]
                p1 invoke txn [[r x 1]]
                p0 ok     txn [[w x 1]]
                p0 invoke txn [[w x 2]]
                p1 ok     txn [[r x 1]]
                p0 info   txn [[w x 2]]
                """));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[0 :ok :read 3] | completes nothing",
        "[0 :ok :write 3] | another function",
        "[1 :invoke :read] | one thing at a time",
        "[1 :begin :read] | type begin is none",
        "[x :invoke :read] | process x is neither",
        "[-5 :invoke :read] | process -5 is neither",
        "[1 :invoke] | a tuple of 2",
        "[1 :invoke 7] | :f 7 is no name",
        "{:process nil :type :ok} | process null is neither",
        "{:process 1} | no :type",
        "{:process 1 :type :ok :f :r :time :x} | :time x is no number",
        "7 | no op: write a map",
        "[{:process 4, :type :invoke, :f :read} | within a collection: is the file cut?",
        "{:process 4, :type :invoke, :f :read | is the file cut?",
      })
  void what_is_no_op_of_a_history_is_refused_with_its_line(String line, String because) {
    String before = "[1 :invoke :read]\n[0 :invoke :read]\n[0 :ok :read 1]\n";
    String text = because.startsWith("another") ? "\n\n[0 :invoke :read]\n" : before;
    assertThatThrownBy(() -> JepsenEdn.parse(text + line))
        .isInstanceOf(MalformedHistoryException.class)
        .hasMessageContaining("line 4: ")
        .hasMessageContaining(because);
  }

  @Test
  void an_op_is_printed_as_jepsen_prints_it() {
    var history =
        History.parse(
            """
            1s p0 invoke txn [[append x 1] [r y nil]]
            1s nemesis invoke pause n3
            2s p0 info txn [[append x 1] [r y nil]] ! timeout
            """);
    assertThat(JepsenEdn.print(history))
        .isEqualTo(
            """
            {:index 0, :time 1000000000, :process 0, :type :invoke, :f :txn, :value \
            [[:append "x" 1] [:r "y" nil]]}
            {:index 1, :time 1000000000, :tied true, :process :nemesis, :type :info, :f :pause, \
            :value "n3"}
            {:index 2, :time 2000000000, :process 0, :type :info, :f :txn, :value \
            [[:append "x" 1] [:r "y" nil]], :error "timeout"}
            """);
  }

  @Test
  void what_is_printed_is_read_as_the_same() {
    for (long seed = 0; seed < 3_000; seed++) {
      var history = new RandomHistories(seed).history(1 + (int) (seed % 30));
      assertThat(JepsenEdn.parse(JepsenEdn.print(history))).as("seed %d", seed).isEqualTo(history);
    }
  }

  @Test
  void a_single_value_is_read() {
    assertThat(JepsenEdn.value("[:a {1 nil}] ; done"))
        .isEqualTo(JepsenEdn.value("[\"a\" {1 nil}]"));
    assertThat(JepsenEdn.value("nil")).isNull();
    assertThatThrownBy(() -> JepsenEdn.value("1 2")).hasMessageContaining("more than one value");
  }

  @Test
  void an_empty_file_is_an_empty_history() {
    for (String text : List.of("", "; nothing\n", "[]", "()")) {
      assertThat(JepsenEdn.parse(text).size()).isZero();
    }
  }
}
