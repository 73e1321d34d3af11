package dev.ordeal.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.history.History.Pair;
import dev.ordeal.history.Op.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private static final History HISTORY =
      History.parse(
          """
          0.1s p0 invoke read
          0.2s p1 invoke write 4
          0.3s nemesis invoke cut
          0.4s p0 ok read 3
          0.5s nemesis info cut n1
          0.6s p1 info write 4 ! timeout
          0.7s p0 invoke read
          """);

  private static void refuses(String text, String... rule) {
    assertThatThrownBy(() -> History.parse(text))
        .isInstanceOf(MalformedHistoryException.class)
        .hasMessageContainingAll(rule);
  }

  @Test
  void time_never_goes_back() {
    refuses("2s p0 invoke read\n1s p1 invoke read", "op 1 (1.000s p1 invoke read)", "goes back");
    var early = new Op(0, -1, 0, Type.INVOKE, "read", null, null);
    assertThatThrownBy(() -> History.of(List.of(early))).hasMessageContaining("before the trial");
  }

  @Test
  void a_process_does_one_thing_at_a_time() {
    refuses("p0 invoke read\np0 invoke write 1", "op 1 (", "has read (op 0) open");
    refuses("nemesis invoke cut\nnemesis invoke heal", "one thing at a time");
  }

  @Test
  void a_completion_ends_what_was_begun() {
    refuses("p0 ok read 1", "completes nothing");
    refuses("p0 invoke read\np0 ok read 1\np0 ok read 1", "op 2", "completes nothing");
    refuses("p0 invoke read\np0 ok write 1", "op 0 began read");
  }

  @Test
  void an_info_retires_a_client_but_not_the_nemesis() {
    refuses("p0 invoke read\np0 info read\np0 invoke read", "retired", "fresh process number");
    refuses("p0 invoke read\np0 info read\np0 ok read 3", "completes nothing");
    var nemesis = "nemesis invoke cut\nnemesis info cut\nnemesis invoke cut\nnemesis info cut";
    assertThat(History.parse(nemesis).size()).isEqualTo(4);
  }

  @Test
  void the_nemesis_completes_with_info_only() {
    refuses("nemesis invoke cut\nnemesis ok cut", "info only");
    refuses("nemesis invoke cut\nnemesis fail cut", "info only");
  }

  @Test
  void an_op_without_a_process_has_no_place_in_a_history() {
    assertThatThrownBy(() -> History.of(List.of(Op.invoke("read"))))
        .hasMessageContaining("has no process");
    assertThatThrownBy(() -> History.of(List.of(Op.invoke("read").withProcess(-3))))
        .hasMessageContaining("processes count from 0");
  }

  @Test
  void a_refused_op_leaves_the_builder_as_it_was() {
    var builder = History.builder().add(Op.invoke("read").withProcess(0));
    assertThatThrownBy(() -> builder.add(Op.invoke("read").withProcess(0)));
    assertThat(builder.add(Op.invoke("read").withProcess(0).ok(3)).build())
        .isEqualTo(History.parse("0s p0 invoke read\n0s p0 ok read 3"));
  }

  @Test
  void invocations_and_completions_find_each_other() {
    assertThat(HISTORY.completion(HISTORY.get(0))).contains(HISTORY.get(3));
    assertThat(HISTORY.invocation(HISTORY.get(5))).isEqualTo(HISTORY.get(1));
    assertThat(HISTORY.completion(HISTORY.get(6))).isEmpty();
    assertThatThrownBy(() -> HISTORY.completion(HISTORY.get(3))).hasMessageContaining("invocation");
    assertThatThrownBy(() -> HISTORY.invocation(HISTORY.get(0))).hasMessageContaining("completion");
  }

  @Test
  void operations_are_those_of_clients_in_the_order_of_invocation() {
    assertThat(HISTORY.operations().map(Operation::f)).containsExactly("read", "write", "read");
    assertThat(HISTORY.operations().map(Operation::outcome))
        .containsExactly(Type.OK, Type.INFO, Type.INFO);
    assertThat(HISTORY.clientOps()).hasSize(5);
    assertThat(HISTORY.oks("read")).containsExactly(HISTORY.get(3));
    assertThat(HISTORY.last(Type.INVOKE, "read")).contains(HISTORY.get(6));
    assertThat(HISTORY.last(Type.FAIL, "read")).isEmpty();
  }

  @Test
  void a_filter_keeps_pairs() {
    assertThat(HISTORY.filter(op -> op.f().equals("write")).toString())
        .isEqualTo("0.200s  p1 invoke write 4\n0.600s  p1 info   write 4 ! timeout\n");
  }

  @Test
  void the_order_of_a_maps_keys_means_nothing() {
    var one = new LinkedHashMap<String, Object>(Map.of("a", 1L));
    one.put("b", 2L);
    var other = new LinkedHashMap<String, Object>(Map.of("b", 2L));
    other.put("a", 1L);
    var histories = new ArrayList<History>();
    for (var value : List.of(one, other)) {
      histories.add(History.of(List.of(Op.invoke("write", value).withProcess(0))));
    }
    assertThat(histories.get(0)).isEqualTo(histories.get(1)).hasSameHashCodeAs(histories.get(1));
    assertThat(histories.get(0)).isNotEqualTo(History.parse("0s p0 invoke write a 1"));
  }

  @Test
  void ops_come_back_as_they_were_added() {
    for (long seed = 0; seed < 500; seed++) {
      var history = new RandomHistories(seed).history(30);
      var again = History.of(history.stream().toList());
      assertThat(again).as("seed %d", seed).isEqualTo(history).hasSameHashCodeAs(history);
      assertThat(again.stream()).containsExactlyElementsOf(history);
    }
  }

  @Test
  void a_value_is_what_the_op_says() {
    var random = new RandomHistories(4);
    for (int i = 0; i < 20_000; i++) {
      Object value = PlainData.of(random.value(3));
      Op invoke = Op.invoke("write", value).withProcess(0);
      Op ok = invoke.ok(random.value(3)).withProcess(0);
      var history = History.of(List.of(invoke, ok, invoke, invoke.ok().withProcess(0)));
      assertThat(history.value(0)).isEqualTo(value).isEqualTo(history.get(0).value());
      assertThat(history.value(1)).isEqualTo(ok.value());
      assertThat(String.valueOf(history.value(1))).isEqualTo(String.valueOf(ok.value()));
      assertThat(history.value(3)).isEqualTo(value);
    }
  }

  @Test
  void numbers_of_every_length_are_read_as_they_were_written() {
    for (int bits = 0; bits < Long.SIZE; bits++) {
      for (long number : new long[] {1L << bits, (1L << bits) - 1, -1L << bits, ~(-1L << bits)}) {
        Op pair = Op.invoke("write", List.of(number, -number)).withProcess(0);
        Op one = pair.withValue(number).withProcess(1);
        var history = History.of(List.of(pair, one));
        assertThat(history.value(0)).isEqualTo(List.of(number, -number));
        assertThat(history.value(1)).isEqualTo(number);
      }
    }
  }

  @Test
  void a_pair_of_longs_is_read_as_it_lies() {
    var pair = new long[2];
    for (long first : new long[] {0, -1, 63, 64, Long.MAX_VALUE, Long.MIN_VALUE}) {
      for (Object second : Arrays.asList(7L, -300L, Long.MIN_VALUE, null)) {
        var op = Op.invoke("read", Arrays.asList(first, second)).withProcess(0);
        assertThat(History.of(List.of(op)).pair(0, pair))
            .isEqualTo(second == null ? Pair.LONG_AND_NIL : Pair.LONGS);
        assertThat(pair[0]).isEqualTo(first);
        assertThat(second == null || second.equals(pair[1])).isTrue();
      }
    }
  }

  @Test
  void what_is_no_pair_of_longs_is_left_to_who_asks_for_objects() {
    for (String value : List.of("nil", "7", "[]", "[1]", "[1 2 3]", "[a 1]", "[1 a]", "[1 [2]]")) {
      var history = History.parse("p0 invoke read " + value);
      assertThat(history.pair(0, new long[2])).as(value).isEqualTo(Pair.NONE);
    }
  }

  @Test
  void a_list_knows_its_bounds() {
    var value = (List<?>) History.parse("p0 invoke write [1 [2 3] nil]").value(0);
    assertThat(value).hasSize(3).isEqualTo(Arrays.asList(1L, List.of(2L, 3L), null));
    assertThatThrownBy(() -> value.get(3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> value.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void an_answer_that_repeats_the_input_does_not_make_histories_equal() {
    var repeats = "p0 invoke add 1\np0 ok add 1\np0 invoke add 2\np0 ok add 3";
    var differs = "p0 invoke add 1\np0 ok add 2\np0 invoke add 3\np0 ok add 3";
    assertThat(History.parse(repeats)).isNotEqualTo(History.parse(differs));
    assertThat(History.parse(repeats))
        .isEqualTo(History.parse(repeats))
        .hasToString(History.parse(repeats).toString());
  }
}
