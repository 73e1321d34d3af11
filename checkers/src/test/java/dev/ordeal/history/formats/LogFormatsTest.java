package dev.ordeal.history.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.history.History;
import dev.ordeal.history.MalformedHistoryException;
import dev.ordeal.history.Op;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogFormatsTest {

  @Test
  void a_jepsen_log_is_read_and_a_cas_that_fails_without_a_reason_is_an_answer() {
    assertThat(
            JepsenLog.parse(
                """
                INFO  jepsen.core - Running test
                INFO  jepsen.util - 0\t:invoke\t:read\tnil
                INFO  jepsen.util - 1 :invoke :cas [0 4]
                INFO  jepsen.util - 0 :ok :read nil
                INFO  jepsen.util - 1 :fail :cas [0 4]
                INFO  jepsen.util - 0 :invoke :cas [1 2]

                INFO  jepsen.util - 0 :fail :cas [1 2] conn [refused
                INFO  jepsen.util - 1 :invoke :read nil
                INFO  jepsen.util - 1 :fail :read :timed-out
                INFO  jepsen.util - 0 :invoke :write 3
                INFO  jepsen.util - 0 :info :write :timed-out
                INFO [2018-02-05 14:41:15,102] worker 0 - jepsen.util 0\t:invoke\t:read\tnil
                INFO [2018-02-05 14:41:15,102] worker 0 - jepsen.util: 0\t:invoke\t:read\tnil
                """))
        .isEqualTo(
            History.parse(
                """
                p0 invoke read
                p1 invoke cas [0 4]
                p0 ok     read
                p1 ok     cas false
                p0 invoke cas [1 2]
                p0 fail   cas [1 2] ! "conn [refused"
                p1 invoke read
                p1 fail   read ! timed-out
                p0 invoke write 3
                p0 info   write 3 ! timed-out
                p2 invoke read
                """));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INFO jepsen.util - 0 :ok :write 3 | another function",
        "INFO jepsen.util - 0 :start :read 3 | type start is none",
        "INFO jepsen.util - 0 :ok | the function is missing",
        "INFO jepsen.util - Caught an exception | process Caught is neither",
        "INFO jepsen.util - 0 :ok :read [3 | is the file cut?",
      })
  void a_line_of_a_jepsen_log_that_is_no_op_is_refused_with_its_number(
      String line, String because) {
    assertThatThrownBy(() -> JepsenLog.parse("\nINFO jepsen.util - 0 :invoke :read nil\n" + line))
        .isInstanceOf(MalformedHistoryException.class)
        .hasMessageStartingWith("line 3: ")
        .hasMessageNotContaining("line 1")
        .hasMessageContaining(because);
  }

  @Test
  void a_key_value_log_is_read_and_written() {
    var log =
        """
        {:process 0, :type :invoke, :f :append, :key "0", :value "x 0 0 y"}
        {:process 1, :type :invoke, :f :get, :key "7", :value nil}
        {:process 0, :type :ok, :f :append, :key "0", :value "x 0 0 y"}
        {:process 1, :type :ok, :f :get, :key "7", :value ""}
        """;
    var history =
        History.parse(
            """
            p0 invoke append key "0" value "x 0 0 y"
            p1 invoke get    key "7" value nil
            p0 ok     append key "0" value "x 0 0 y"
            p1 ok     get    key "7" value ""
            """);
    assertThat(PorcupineKv.parse(log)).isEqualTo(history);
    assertThat(PorcupineKv.print(history)).isEqualTo(log);
  }

  @Test
  void a_key_value_history_that_is_written_is_read_as_the_same() {
    for (long seed = 0; seed < 1_000; seed++) {
      var random = new Random(seed);
      var builder = History.builder();
      var open = new Op[4];
      while (builder.size() < 40) {
        int process = random.nextInt(open.length);
        Op op = open[process] == null ? begin(random, process) : end(random, open[process]);
        builder.add(op.withTime(builder.size() * 1_000_000L));
        open[process] = op.type().completes() ? null : op;
      }
      var history = builder.build();
      assertThat(PorcupineKv.parse(PorcupineKv.print(history)))
          .as("seed %d", seed)
          .isEqualTo(history);
    }
  }

  private static Op begin(Random random, int process) {
    String f = List.of("get", "put", "append").get(random.nextInt(3));
    var value = new LinkedHashMap<String, Object>();
    value.put("key", "\"" + random.nextInt(3));
    value.put("value", f.equals("get") ? null : "é\n" + random.nextInt());
    return Op.invoke(f, value).withProcess(process);
  }

  private static Op end(Random random, Op begun) {
    if (!begun.f().equals("get") || random.nextInt(9) == 0) {
      return begun.ok();
    }
    var value = new LinkedHashMap<String, Object>();
    value.put("key", "\"0");
    value.put("value", "" + random.nextInt(9));
    return begun.ok(value);
  }

  @Test
  void what_ordeal_takes_as_concurrent_is_written_so_in_a_format_without_times() {
    var history =
        History.parse(
            """
            1s nemesis invoke cut
            1s p0 invoke put key x value a
            2s p0 ok     put key x value a
            2s p1 invoke get key x value nil
            2s p0 invoke get key x value nil
            3s p1 ok     get key x value ""
            """);
    assertThat(PorcupineKv.print(history).lines().map(line -> line.substring(0, 37)))
        .containsExactly(
            "{:process 0, :type :invoke, :f :put, ",
            "{:process 1, :type :invoke, :f :get, ",
            "{:process 0, :type :ok, :f :put, :key",
            "{:process 0, :type :invoke, :f :get, ",
            "{:process 1, :type :ok, :f :get, :key");
  }

  @Test
  void what_a_key_value_log_cannot_say_is_refused() {
    assertThatThrownBy(() -> PorcupineKv.parse("\n{:process 0, :type :ok, :f :cas, :key 1}"))
        .isInstanceOf(MalformedHistoryException.class)
        .hasMessageContaining("line 2: no op");
    assertThatThrownBy(() -> PorcupineKv.print(History.parse("p0 invoke read")))
        .hasMessageContaining("op 0 (0.000s p0 invoke read) is none of a key-value store");
  }
}
