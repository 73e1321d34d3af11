package dev.ordeal.bench.histories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A peer's runner can read what a history says. */
class RunnerLinesTest {
  @TempDir Path directory;

  private List<String> lines(History history) throws IOException {
    Path file = directory.resolve("history.txt");
    RunnerLines.write(history, file);
    return Files.readAllLines(file);
  }

  private static Op at(long time, int process, Op op) {
    return op.withProcess(process).withTime(time);
  }

  @Test
  void each_operation_is_a_line_in_the_order_of_the_calls() throws IOException {
    Op write = at(5, 0, Op.invoke("write", 7));
    Op read = at(6, 1, Op.invoke("read"));
    var history = History.of(List.of(write, read, at(8, 1, read.ok(7)), at(9, 0, write.ok())));
    assertThat(lines(history)).containsExactly("0 5 9 write 7 7", "1 6 8 read - 7");
  }

  @Test
  void what_nobody_saw_end_has_neither_return_nor_answer() throws IOException {
    Op crashed = at(5, 0, Op.invoke("write", 7));
    Op open = at(6, 1, Op.invoke("read"));
    var history = History.of(List.of(crashed, open, at(8, 0, crashed.info("crashed"))));
    assertThat(lines(history)).containsExactly("0 5 -1 write 7 ?", "1 6 -1 read - ?");
  }

  @Test
  void what_failed_and_what_the_nemesis_did_is_left_out() throws IOException {
    Op cas = at(5, 0, Op.invoke("cas", List.of(1, 2)));
    Op kill = at(6, Op.NEMESIS, Op.invoke("kill"));
    assertThat(lines(History.of(List.of(cas, kill, at(8, 0, cas.fail("refused")))))).isEmpty();
  }

  @Test
  void lists_and_maps_are_their_values_between_colons() throws IOException {
    Op cas = at(5, 0, Op.invoke("cas", List.of(1, 2)));
    Op read = at(6, 1, Op.invoke("read"));
    var answer = new HashMap<String, @Nullable Object>(Map.of("token", 4));
    answer.put("value", null);
    Op seen = at(9, 1, read.ok(answer));
    assertThat(lines(History.of(List.of(cas, read, at(8, 0, cas.ok(false)), seen))))
        .containsExactly("0 5 8 cas 1:2 false", "1 6 9 read - 4:-");
  }
}
