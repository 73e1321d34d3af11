package dev.ordeal.systems.commit;

import static dev.ordeal.systems.commit.TxnClient.add;
import static dev.ordeal.systems.commit.TxnClient.append;
import static dev.ordeal.systems.commit.TxnClient.r;
import static dev.ordeal.systems.commit.TxnClient.w;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.systems.Systems;
import dev.ordeal.systems.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What all variants of two-phase commit do when nothing goes wrong. */
class CommitsTest {

  static World world(String system) {
    var world = new World(11, 5, Systems.named(system, Map.of()));
    world.run(Duration.ofMillis(50));
    return world;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"2pc-forgetful", "2pc-impatient", "2pc-unlocked", "2pc-durable", "2pc-replicated"})
  void a_transaction_reads_and_writes_keys_of_all_shards(String system) {
    var client = new TxnClient(world(system), "c1", "n3");
    assertThat(client.must(r(1L), w(1L, "x"), r(1L), add("a", 5L), append(2L, 7L), append(2L, 8L)))
        .containsExactly(null, "x", "x", 5L, 7L, 8L);
    assertThat(client.must(r(1L), r("a"), r(2L), r("nothing")))
        .containsExactly("x", 5L, List.of(7L, 8L), null);
    assertThat(client.doubts()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"2pc-forgetful", "2pc-impatient", "2pc-unlocked", "2pc-durable", "2pc-replicated"})
  void what_would_go_below_zero_is_refused_and_leaves_nothing(String system) {
    World world = world(system);
    var client = new TxnClient(world, "c1", "n3");
    client.must(w(1L, 5L), w(2L, 5L));
    assertThat(client.txn(add(2L, 6L), add(1L, -6L))).containsEntry("code", 22L);
    assertThat(client.txn(add(1L, -6L))).containsEntry("code", 22L);
    world.run(Duration.ofMillis(100));
    assertThat(new TxnClient(world, "c2", "n1").must(r(1L), r(2L))).containsExactly(5L, 5L);
  }

  @Test
  void a_malformed_transaction_is_refused() {
    var client = new TxnClient(world("2pc-durable"), "c1", "n2");
    assertThat(client.await(client.begin(List.of(List.of("z", 1L, 1L)))))
        .containsEntry("code", 12L);
    assertThat(client.await(client.send("type", "txn"))).containsEntry("code", 12L);
    assertThat(client.must()).isEmpty();
  }
}
