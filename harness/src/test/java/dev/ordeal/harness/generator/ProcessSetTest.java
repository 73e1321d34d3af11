package dev.ordeal.harness.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process set is a set of numbers, of any size. */
class ProcessSetTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 63, 64, 65, 200})
  void behaves_as_a_set_of_numbers(int clients) {
    var random = new SplittableRandom(clients);
    var set = ProcessSet.of(clients, true);
    var model = new TreeSet<Integer>();
    set.stream().forEach(model::add);
    for (int i = 0; i < 2_000; i++) {
      int process = random.nextInt(-1, clients);
      set = random.nextBoolean() ? set.with(process) : set.without(process);
      if (set.contains(process)) {
        model.add(process);
      } else {
        model.remove(process);
      }
      assertThat(set.size()).isEqualTo(model.size());
      assertThat(set.isEmpty()).isEqualTo(model.isEmpty());
      assertThat(set.stream().boxed()).containsExactlyInAnyOrderElementsOf(model);
      int from = random.nextInt(clients);
      int to = random.nextInt(from, clients + 1);
      assertThat(set.slots(from, to).stream().boxed())
          .containsExactlyElementsOf(model.subSet(from, to));
      assertThat(set.only(process).stream().boxed().toList())
          .isEqualTo(model.contains(process) ? List.of(process) : List.of());
      if (!set.isEmpty()) {
        assertThat(model).contains(set.pick(random.nextLong()));
      }
    }
  }

  @Test
  void a_retired_process_is_replaced_by_its_number_plus_the_concurrency() {
    var before = ProcessSet.of(3, true);
    var after = before.without(1).afterRetirementOf(1).with(4);
    assertThat(after.stream()).containsExactly(0, 4, 2, -1);
    assertThat(after.contains(1)).isFalse();
    assertThat(after.clients().stream()).containsExactly(0, 4, 2);
    assertThat(after.nemesis().stream()).containsExactly(-1);
    assertThat(before.stream()).containsExactly(0, 1, 2, -1);
  }

  @Test
  void each_process_is_picked_as_often_as_any_other() {
    var set = ProcessSet.of(4, false).without(2);
    var random = new SplittableRandom(1);
    int[] picked = new int[4];
    for (int i = 0; i < 30_000; i++) {
      picked[set.pick(random.nextLong())]++;
    }
    assertThat(picked[2]).isZero();
    assertThat(new int[] {picked[0], picked[1], picked[3]})
        .satisfies(counts -> assertThat(counts[0]).isBetween(9_500, 10_500))
        .satisfies(counts -> assertThat(counts[1]).isBetween(9_500, 10_500));
  }
}
