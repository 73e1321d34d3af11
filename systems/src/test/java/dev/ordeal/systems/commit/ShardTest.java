package dev.ordeal.systems.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.systems.port.ErrorCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the operations of a transaction do at a shard. */
class ShardTest {
  private final Map<Object, @Nullable Object> pages = new HashMap<>();

  private Execution execute(Op... ops) {
    return Shard.execute(List.of(ops), pages::get);
  }

  private Execution.Done done(Op... ops) {
    assertThat(execute(ops)).isInstanceOf(Execution.Done.class);
    return (Execution.Done) execute(ops);
  }

  private void refused(Op... ops) {
    assertThat(execute(ops))
        .isInstanceOfSatisfying(
            Execution.Refused.class,
            why -> assertThat(why.code()).isEqualTo(ErrorCode.PRECONDITION_FAILED));
  }

  @Test
  void each_operation_sees_those_before_it_and_no_page_changes() {
    pages.put("x", 5L);
    Execution.Done done =
        done(
            new Op("r", "x", null),
            new Op("add", "x", 2L),
            new Op("r", "x", null),
            new Op("w", "x", "seven"),
            new Op("append", "y", 1L),
            new Op("append", "y", 2L),
            new Op("r", "y", null));
    assertThat(done.values()).containsExactly(5L, null, 7L, null, null, null, List.of(1L, 2L));
    assertThat(done.writes()).isEqualTo(Map.of("x", "seven", "y", List.of(1L, 2L)));
    assertThat(pages).isEqualTo(Map.of("x", 5L));
  }

  @Test
  void a_sum_may_reach_zero_and_not_go_below_it() {
    pages.put("x", 5L);
    assertThat(done(new Op("add", "x", -5L)).writes()).containsEntry("x", 0L);
    refused(new Op("add", "x", -6L));
    refused(new Op("add", "never written", -1L));
    refused(new Op("add", "x", -6L), new Op("add", "x", 6L));
  }

  @Test
  void a_value_of_another_kind_is_refused() {
    pages.put("text", "t");
    refused(new Op("add", "text", 1L));
    refused(new Op("append", "text", 1L));
  }
}
