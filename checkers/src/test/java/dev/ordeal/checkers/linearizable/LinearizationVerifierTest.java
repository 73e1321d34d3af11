package dev.ordeal.checkers.linearizable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.bench.histories.Shape;
import dev.ordeal.bench.histories.Subject;
import dev.ordeal.checkers.linearizable.internal.ByIntervals;
import dev.ordeal.checkers.linearizable.internal.Decision.Ordered;
import dev.ordeal.checkers.linearizable.internal.GibbonsKorach;
import dev.ordeal.checkers.linearizable.internal.Keys;
import dev.ordeal.checkers.linearizable.internal.Problem;
import dev.ordeal.checkers.models.RegisterStore;
import dev.ordeal.history.History;
import dev.ordeal.history.Op.Type;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Orders of a store so long that several threads replay them, window by window. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LinearizationVerifierTest {
  private static final int KEYS = 40;
  private static final RegisterStore MODEL = new RegisterStore();

  private History history;
  private int[][] sound;

  @BeforeAll
  void finds_an_order_for_each_key() {
    history = Subject.named("store").history(Shape.of(120_000, 20).withKeys(KEYS).withInfos(0.001));
    var keys = Keys.of(Problem.of(history, MODEL), MODEL).orElseThrow();
    sound =
        IntStream.range(0, keys.names().size())
            .mapToObj(keys::part)
            .map(LinearizationVerifierTest::order)
            .toArray(int[][]::new);
  }

  private static int[] order(Problem part) {
    var found = (Ordered) ByIntervals.decide(new GibbonsKorach(), part, MODEL);
    return Arrays.stream(found.order()).map(part::invocation).toArray();
  }

  private Optional<String> objection(int[][] orders) {
    return LinearizationVerifier.verify(history, MODEL, orders);
  }

  private int[][] copy() {
    return Arrays.stream(sound).map(int[]::clone).toArray(int[][]::new);
  }

  @Test
  void what_was_found_is_an_order() {
    assertThat(objection(sound)).isEmpty();
  }

  @Test
  void an_order_of_what_is_not_there_is_none() {
    int[][] orders = copy();
    orders[3] = with(orders[3], orders[3].length, history.size() + 7);
    assertThat(objection(orders)).hasValueSatisfying(why -> assertThat(why).contains("no op"));
  }

  @RepeatedTest(10)
  void an_operation_that_is_left_out_is_missed(RepetitionInfo info) {
    var random = new SplittableRandom(info.getCurrentRepetition());
    int[][] orders = copy();
    int one = random.nextInt(KEYS);
    int at = seen(orders[one], random);
    orders[one] = without(orders[one], at);
    assertThat(objection(orders)).as("key %d without op %d", one, sound[one][at]).isPresent();
  }

  @RepeatedTest(10)
  void an_operation_that_stands_twice_is_one_too_many(RepetitionInfo info) {
    var random = new SplittableRandom(info.getCurrentRepetition());
    int[][] orders = copy();
    int from = random.nextInt(KEYS);
    int to = random.nextBoolean() ? from : random.nextInt(KEYS);
    int index = orders[from][random.nextInt(orders[from].length)];
    orders[to] = with(orders[to], random.nextInt(orders[to].length + 1), index);
    assertThat(objection(orders)).as("op %d of %d also in %d", index, from, to).isPresent();
  }

  @RepeatedTest(10)
  void an_operation_belongs_to_its_key(RepetitionInfo info) {
    var random = new SplittableRandom(info.getCurrentRepetition());
    int[][] orders = copy();
    int from = random.nextInt(KEYS);
    int to = (from + 1 + random.nextInt(KEYS - 1)) % KEYS;
    int at = random.nextInt(orders[from].length);
    int index = orders[from][at];
    orders[from] = without(orders[from], at);
    orders[to] = with(orders[to], nearest(orders[to], index), index);
    assertThat(objection(orders)).as("op %d of %d in %d", index, from, to).isPresent();
  }

  @RepeatedTest(10)
  void nothing_comes_after_what_it_precedes(RepetitionInfo info) {
    var random = new SplittableRandom(info.getCurrentRepetition());
    int[][] orders = copy();
    int one = random.nextInt(KEYS);
    // Half of the order is behind it, so something of that begins when it has ended.
    int at = seen(Arrays.copyOf(orders[one], orders[one].length / 2), random);
    int index = orders[one][at];
    int later = at;
    while (orders[one][later] <= history.partner(index)) {
      later++;
    }
    orders[one] = with(without(orders[one], at), later, index);
    assertThat(objection(orders)).as("op %d of %d comes late", index, one).isPresent();
  }

  @RepeatedTest(10)
  void a_read_sees_what_was_written_last(RepetitionInfo info) {
    var random = new SplittableRandom(info.getCurrentRepetition());
    int[][] orders = copy();
    int one = random.nextInt(KEYS);
    int[] order = orders[one];
    int at = random.nextInt(order.length - 1);
    while (!(history.f(order[at]).equals("write") && history.f(order[at + 1]).equals("read"))) {
      at = (at + 1) % (order.length - 1);
    }
    int write = order[at];
    order[at] = order[at + 1];
    order[at + 1] = write;
    assertThat(objection(orders)).as("ops %d and %d change places", write, order[at]).isPresent();
  }

  /** A place of an operation that somebody saw end. */
  private int seen(int[] order, SplittableRandom random) {
    int at = random.nextInt(order.length);
    while (history.partner(order[at]) < 0 || history.type(history.partner(order[at])) != Type.OK) {
      at = (at + 1) % order.length;
    }
    return at;
  }

  private static int nearest(int[] order, int index) {
    int at = 0;
    while (at < order.length && order[at] < index) {
      at++;
    }
    return at;
  }

  private static int[] without(int[] order, int at) {
    return IntStream.range(0, order.length).filter(i -> i != at).map(i -> order[i]).toArray();
  }

  private static int[] with(int[] order, int at, int index) {
    return IntStream.concat(
            IntStream.concat(Arrays.stream(order, 0, at), IntStream.of(index)),
            Arrays.stream(order, at, order.length))
        .toArray();
  }
}
