package dev.ordeal.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.harness.cluster.Network.Cut;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What partitions do to the links of a cluster. */
class PartitionTest {
  private static final int DRAWS = 10;

  @TempDir private Path folder;
  private World world;

  @BeforeEach
  void opens() throws IOException {
    world = new World(folder);
  }

  @AfterEach
  void closes() {
    world.close();
  }

  @ParameterizedTest
  @EnumSource(DrawnShape.class)
  void a_shape_cuts_exactly_its_links_and_its_healing_restores_all(Shape shape) throws Exception {
    for (Cut cut : Cut.values()) {
      var fault = Fault.partition(shape, cut);
      var nemesis = fault.every(Duration.ofSeconds(5)).nemesis();
      for (long draw = 0; draw < DRAWS; draw++) {
        var grudge = shape.grudge(World.NAMES, new SplittableRandom(draw));
        var done = World.inject(nemesis, fault, draw, world.cluster());
        assertThat((Map<?, ?>) done)
            .as("what the history says, draw %d", draw)
            .isEqualTo(
                Map.of(
                    shape.word(),
                    new TreeMap<>(grudge.plain()),
                    "cut",
                    word(cut),
                    "bit",
                    true,
                    "probe",
                    ((Map<?, ?>) done).get("probe")));
        var open = new HashSet<>(World.links());
        open.removeAll(grudge.links());
        assertThat(world.heard()).as("%s, draw %d", cut, draw).isEqualTo(open);
        World.takeBack(nemesis, fault, world.cluster());
        assertThat(world.heard()).as("%s, draw %d, healed", cut, draw).isEqualTo(World.links());
      }
    }
  }

  @Test
  void healing_everything_restores_the_links_and_may_be_done_again() throws Exception {
    var fault = Fault.partition(Shape.HALVES);
    var nemesis = fault.every(Duration.ofSeconds(5)).nemesis();
    World.inject(nemesis, fault, 1, world.cluster());
    assertThat(world.heard()).isNotEqualTo(World.links());
    nemesis.heal(world.cluster());
    nemesis.heal(world.cluster());
    assertThat(world.heard()).isEqualTo(World.links());
  }

  private static String word(Cut cut) {
    return cut == Cut.REFUSE ? "refuse" : "blackhole";
  }
}
