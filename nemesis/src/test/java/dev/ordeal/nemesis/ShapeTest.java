package dev.ordeal.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.harness.cluster.Grudge;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ShapeTest {
  private static final List<String> FIVE = List.of("n1", "n2", "n3", "n4", "n5");

  @Test
  void halves_part_two_from_three_both_ways() {
    assertThat(drawn(Shape.HALVES, FIVE, 1))
        .isEqualTo(Grudge.between(List.of(List.of("n1", "n2"), List.of("n3", "n4", "n5"))));
  }

  @Test
  void an_isolated_node_neither_hears_nor_is_heard() {
    for (int seed = 0; seed < 50; seed++) {
      var links = drawn(Shape.ISOLATE_ONE, FIVE, seed).links();
      assertThat(links).as("seed %d", seed).hasSize(8);
      var alone = loners(links);
      assertThat(alone).as("seed %d", seed).hasSize(1);
    }
  }

  @Test
  void one_way_silences_one_node_that_still_hears_all() {
    for (int seed = 0; seed < 50; seed++) {
      var links = drawn(Shape.ONE_WAY, FIVE, seed).links();
      assertThat(links).as("seed %d", seed).hasSize(4);
      assertThat(links.stream().map(Grudge.Link::from).distinct()).hasSize(1);
    }
  }

  @Test
  void a_bridge_is_the_one_node_that_hears_all_and_is_heard_by_all() {
    for (int seed = 0; seed < 50; seed++) {
      var links = drawn(Shape.BRIDGE, FIVE, seed).links();
      var whole = new TreeSet<>(FIVE);
      links.forEach(link -> whole.removeAll(Set.of(link.from(), link.to())));
      assertThat(whole).as("seed %d", seed).hasSize(1);
      assertThat(links).hasSize(8);
    }
  }

  @Test
  void on_a_majorities_ring_each_hears_a_majority_and_no_two_the_same() {
    for (int size = 3; size <= 9; size++) {
      var nodes = IntStream.rangeClosed(1, size).mapToObj(i -> "n" + i).toList();
      for (int seed = 0; seed < 20; seed++) {
        var grudge = drawn(Shape.MAJORITIES_RING, nodes, seed);
        var heard = new HashSet<Set<String>>();
        for (String node : nodes) {
          var hears = new TreeSet<>(nodes);
          hears.removeAll(grudge.deaf().get(node));
          assertThat(hears.size()).as("%d nodes", size).isGreaterThan(size / 2).isLessThan(size);
          heard.add(hears);
        }
        assertThat(heard).as("%d nodes, seed %d", size, seed).hasSize(size);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(DrawnShape.class)
  void the_same_draw_gives_the_same_grudge(Shape shape) {
    assertThat(drawn(shape, FIVE, 7)).isEqualTo(drawn(shape, FIVE, 7));
  }

  @ParameterizedTest
  @EnumSource(DrawnShape.class)
  void a_shape_is_found_by_its_word(Shape shape) {
    assertThat(Shape.of(shape.word())).isEqualTo(shape);
  }

  private static Grudge drawn(Shape shape, List<String> nodes, long seed) {
    return shape.grudge(nodes, new SplittableRandom(seed));
  }

  private static Set<String> loners(Set<Grudge.Link> links) {
    var loners = new TreeSet<>(FIVE);
    loners.removeIf(
        node ->
            links.stream().filter(l -> l.from().equals(node) || l.to().equals(node)).count() != 8);
    return loners;
  }
}
