package dev.ordeal.checkers.linearizable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Verdict.Validity;
import dev.ordeal.checkers.linearizable.internal.Decision.Ordered;
import dev.ordeal.checkers.linearizable.internal.GeneralSearch;
import dev.ordeal.checkers.linearizable.internal.Problem;
import dev.ordeal.checkers.models.CasRegister;
import dev.ordeal.checkers.models.KeyValueStore;
import dev.ordeal.history.History;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the general search need not try. */
class SearchTest {
  /** Far less than the orders of a dozen appends, of which there are 479,001,600. */
  private static final long FEW_STEPS = 1_000;

  private static final int APPENDS = 12;

  private static Validity judge(Model<?> model, String... lines) {
    return Linearizable.of(model)
        .budget(FEW_STEPS)
        .check(History.parse(String.join("\n", lines)))
        .validity();
  }

  private static String call(String who, String type, String f, String value) {
    return "%s %s %s key a value \"%s\"".formatted(who, type, f, value);
  }

  private static String done(String who, String f, String value) {
    return call(who, "invoke", f, value) + "\n" + call(who, "ok", f, value);
  }

  /** A dozen processes append at a time, each its own word. */
  private static String appends() {
    return Stream.of("invoke", "ok")
        .flatMap(
            type ->
                IntStream.range(0, APPENDS)
                    .mapToObj(i -> call("p" + i, type, "append", "<" + i + ">")))
        .collect(Collectors.joining("\n"));
  }

  private static String text(Consumer<List<Integer>> arranged) {
    List<Integer> order =
        IntStream.range(0, APPENDS).boxed().collect(Collectors.toCollection(ArrayList::new));
    arranged.accept(order);
    return order.stream().map(i -> "<" + i + ">").collect(Collectors.joining());
  }

  @Test
  void the_order_of_appends_that_nobody_reads_is_not_asked_for() {
    String put = done("p20", "put", "new");
    String open = call("p21", "invoke", "put", "late");
    assertThat(judge(new KeyValueStore(), appends(), put, done("p20", "get", "new")))
        .isEqualTo(Validity.VALID);
    assertThat(judge(new KeyValueStore(), appends(), put, done("p20", "get", "old")))
        .isEqualTo(Validity.INVALID);
    assertThat(judge(new KeyValueStore(), open, appends(), done("p20", "get", "late")))
        .isEqualTo(Validity.VALID);
  }

  @Test
  void a_get_tells_the_order_of_the_appends_that_it_reads() {
    String put = call("p20", "invoke", "put", "new");
    String backwards = done("p22", "get", text(Collections::reverse));
    String forwards = done("p22", "get", text(order -> {}));
    assertThat(judge(new KeyValueStore(), put, appends(), backwards)).isEqualTo(Validity.VALID);
    assertThat(judge(new KeyValueStore(), put, appends(), backwards, forwards))
        .isEqualTo(Validity.INVALID);
  }

  @Test
  void an_unseen_write_of_what_is_held_already_hides_the_writes_just_before_it() {
    assertThat(
            judge(
                new CasRegister(),
                "p0 invoke write nil",
                "p1 invoke write 2",
                "p2 invoke cas [nil 5]",
                "p2 ok cas [nil 5]",
                "p1 ok write 2",
                "p2 invoke read",
                "p2 ok read 5"))
        .isEqualTo(Validity.VALID);
    assertThat(
            judge(
                new KeyValueStore(),
                call("p0", "invoke", "put", ""),
                call("p1", "invoke", "append", "5"),
                call("p2", "invoke", "append", "4"),
                call("p1", "ok", "append", "5"),
                call("p2", "ok", "append", "4"),
                done("p3", "get", "5")))
        .isEqualTo(Validity.VALID);
  }

  @Test
  void keys_of_a_store_that_is_searched_as_a_whole_do_not_hide_each_other() {
    String b = "p1 %s %s key b value \"%s\"";
    var history =
        History.parse(
            String.join(
                "\n",
                b.formatted("invoke", "append", "1"),
                done("p0", "put", "x"),
                b.formatted("ok", "append", "1"),
                b.formatted("invoke", "get", ""),
                b.formatted("ok", "get", "1")));
    var model = new KeyValueStore();
    var decision = new GeneralSearch(FEW_STEPS).decide(Problem.of(history, model), model);
    assertThat(decision).isInstanceOf(Ordered.class);
  }
}
