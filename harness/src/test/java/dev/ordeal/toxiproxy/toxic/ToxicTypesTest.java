package dev.ordeal.toxiproxy.toxic;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.ordeal.toxiproxy.model.Fields;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What each type of toxic does to chunks, to the millisecond. */
class ToxicTypesTest extends OnAChain {
  @Test
  void bandwidth_makes_a_chunk_wait_for_as_long_as_its_bytes_take() {
    add(toxic("b", "bandwidth", "{rate:10}"), 0);
    send(500, 0);
    assertThat(sizes(0)).isEmpty();
    assertThat(sizes(49)).isEmpty();
    assertThat(sizes(50)).containsExactly(500);
  }

  @Test
  void bandwidth_sends_what_takes_longer_than_100_ms_in_pieces() {
    add(toxic("b", "bandwidth", "{rate:10}"), 0);
    send(2_500, 0);
    assertThat(sizes(0)).isEmpty();
    assertThat(sizes(99)).isEmpty();
    assertThat(sizes(100)).containsExactly(1_000);
    assertThat(sizes(199)).isEmpty();
    assertThat(sizes(200)).containsExactly(1_000);
    assertThat(sizes(249)).isEmpty();
    assertThat(sizes(250)).containsExactly(500);
  }

  @Test
  void bandwidth_makes_up_for_a_wait_that_was_too_long_but_not_for_being_idle() {
    add(toxic("b", "bandwidth", "{rate:10}"), 0);
    send(500, 0);
    assertThat(sizes(0)).isEmpty();
    assertThat(sizes(60)).containsExactly(500);
    send(500, 60);
    assertThat(sizes(60)).isEmpty();
    assertThat(sizes(100)).containsExactly(500);
    send(500, 1_000);
    assertThat(sizes(1_000)).isEmpty();
    assertThat(sizes(1_049)).isEmpty();
    assertThat(sizes(1_050)).containsExactly(500);
  }

  @Test
  void bandwidth_of_zero_holds_everything_until_it_changes() {
    Toxic closed = toxic("b", "bandwidth", "{rate:0}");
    add(closed, 0);
    send(5, 0);
    assertThat(run(1_000_000)).isEqualTo(Behaviour.NEVER);
    Fields open = Fields.of("attributes", JsonParser.parseString("{rate:1000}"));
    chain.update(closed.with(Optional.empty(), open), at(1_000_000));
    assertThat(sizes(1_000_000)).containsExactly(5);
  }

  @Test
  void bandwidth_that_is_removed_lets_the_rest_of_a_chunk_go() {
    add(toxic("b", "bandwidth", "{rate:10}"), 0);
    send(2_500, 0);
    assertThat(sizes(0)).isEmpty();
    assertThat(sizes(100)).containsExactly(1_000);
    chain.remove("b");
    assertThat(sizes(101)).containsExactly(1_500);
  }

  @Test
  void slow_close_delays_the_end_and_nothing_else() {
    add(toxic("s", "slow_close", "{delay:100}"), 0);
    read(1, 0);
    chain.inlet().end(End.FINISHED);
    assertThat(run(10)).isEqualTo(at(110));
    assertThat(out).containsExactly(1);
    run(109);
    assertThat(outbox.ended()).isFalse();
    run(110);
    assertThat(outbox.end()).isEqualTo(End.FINISHED);
  }

  @Test
  void slow_close_that_is_removed_closes_at_once_and_one_that_is_changed_waits_anew() {
    Toxic slow = toxic("s", "slow_close", "{delay:100}");
    add(slow, 0);
    chain.inlet().end(End.FINISHED);
    run(0);
    Fields shorter = Fields.of("attributes", JsonParser.parseString("{delay:50}"));
    chain.update(slow.with(Optional.empty(), shorter), at(90));
    assertThat(run(90)).isEqualTo(at(140));
    chain.remove("s");
    assertThat(outbox.atEnd()).isTrue();
  }

  @Test
  void reset_peer_waits_for_a_chunk_then_for_its_time_then_resets() {
    add(toxic("r", "reset_peer", "{timeout:100}"), 0);
    assertThat(run(1_000)).isEqualTo(Behaviour.NEVER);
    read(1, 2_000);
    assertThat(run(2_050)).isEqualTo(at(2_100));
    run(2_100);
    assertThat(outbox.end()).isEqualTo(End.RESET);
    assertThat(out).isEmpty();
    assertThat(holdings.bytes()).isZero();
  }

  @Test
  void reset_peer_takes_an_end_for_a_chunk() {
    add(toxic("r", "reset_peer", "{}"), 0);
    chain.inlet().end(End.FINISHED);
    run(0);
    assertThat(outbox.end()).isEqualTo(End.RESET);
  }

  @Test
  void reset_peer_that_is_removed_does_no_harm_before_a_chunk_and_resets_after_one() {
    add(toxic("r", "reset_peer", "{timeout:100}"), 0);
    chain.remove("r");
    read(1, 1);
    assertThat(out).containsExactly(1);
    add(toxic("r", "reset_peer", "{timeout:100}"), 2);
    read(2, 3);
    chain.remove("r");
    assertThat(outbox.end()).isEqualTo(End.RESET);
  }

  @Test
  void limit_data_passes_exactly_its_bytes_and_closes() {
    add(toxic("l", "limit_data", "{bytes:100}"), 0);
    send(60, 0);
    assertThat(sizes(0)).containsExactly(60);
    assertThat(outbox.ended()).isFalse();
    send(60, 1);
    assertThat(sizes(1)).containsExactly(40);
    assertThat(outbox.end()).isEqualTo(End.CLOSED);
  }

  @Test
  void limit_data_closes_when_its_limit_is_met_exactly() {
    add(toxic("l", "limit_data", "{bytes:100}"), 0);
    send(100, 0);
    assertThat(sizes(0)).containsExactly(100);
    assertThat(outbox.end()).isEqualTo(End.CLOSED);
  }

  @Test
  void limit_data_keeps_its_count_when_it_changes() {
    Toxic limit = toxic("l", "limit_data", "{bytes:100}");
    add(limit, 0);
    send(60, 0);
    sizes(0);
    Fields less = Fields.of("attributes", JsonParser.parseString("{bytes:70}"));
    chain.update(limit.with(Optional.empty(), less), at(1));
    send(60, 1);
    assertThat(sizes(1)).containsExactly(10);
  }

  @Test
  void limit_data_of_nothing_closes_with_the_first_chunk_and_leaves_idle_links_alone() {
    add(toxic("l", "limit_data", "{bytes:-1}"), 0);
    run(1_000);
    assertThat(outbox.ended()).isFalse();
    send(1, 1_000);
    assertThat(sizes(1_000)).isEmpty();
    assertThat(outbox.end()).isEqualTo(End.CLOSED);
  }

  @Test
  void slicer_halves_until_pieces_are_no_longer_than_the_average() {
    add(toxic("s", "slicer", "{average_size:10}"), 0);
    send(100, 0);
    assertThat(sizes(0)).hasSize(16).startsWith(6, 6, 6, 7).allMatch(size -> size <= 10);
  }

  @Test
  void slicer_varies_its_pieces_within_bounds_and_loses_none() {
    for (long seed = 0; seed < 200; seed++) {
      Chain varied = new Chain(holdings, outbox);
      varied.add(
          toxic("s", "slicer", "{average_size:10,size_variation:10}"),
          new SplittableRandom(seed),
          0);
      varied.inlet().add(new Chunk(ByteBuffer.allocate(1_000), 0));
      int sum = 0;
      while (holdings.bytes() > 0) {
        varied.sweep(0);
        while (!outbox.isEmpty()) {
          int size = outbox.poll().size();
          assertThat(size).as("seed %d", seed).isBetween(1, 20);
          sum += size;
        }
      }
      assertThat(sum).as("seed %d", seed).isEqualTo(1_000);
    }
  }

  @Test
  void slicer_waits_microseconds_after_every_piece() {
    add(toxic("s", "slicer", "{average_size:5,delay:1000}"), 0);
    send(10, 0);
    assertThat(sizes(0)).containsExactly(5);
    assertThat(run(0)).isEqualTo(at(1));
    assertThat(sizes(1)).containsExactly(5);
    chain.inlet().end(End.FINISHED);
    run(1);
    assertThat(outbox.ended()).isFalse();
    run(2);
    assertThat(outbox.atEnd()).isTrue();
  }

  @Test
  void slicer_that_changes_lets_the_rest_of_the_chunk_go() {
    Toxic slicer = toxic("s", "slicer", "{average_size:5,delay:1000}");
    add(slicer, 0);
    send(20, 0);
    assertThat(sizes(0)).containsExactly(5);
    chain.update(slicer.with(Optional.empty(), Fields.none()), at(0));
    assertThat(sizes(0)).containsExactly(15);
  }

  @Test
  void packet_loss_drops_all_none_or_its_share() {
    add(toxic("p", "packet_loss", "{loss_rate:1.5}"), 0);
    read(1, 0);
    chain.remove("p");
    add(toxic("p", "packet_loss", "{loss_rate:-1,correlation:-1}"), 0);
    read(2, 0);
    chain.remove("p");
    assertThat(out).containsExactly(2);
    add(toxic("p", "packet_loss", "{loss_rate:0.25}"), 0);
    for (int i = 0; i < 2_000; i++) {
      read(3, 0);
    }
    assertThat(out.size()).isBetween(1_350, 1_650);
  }

  @Test
  void packet_loss_comes_in_bursts_when_it_is_correlated() {
    add(toxic("p", "packet_loss", "{loss_rate:0.1,correlation:0.9}"), 0);
    for (int i = 0; i < 1_000; i++) {
      read(1, 0);
    }
    // Once one is lost, every other is: 0.1 + 0.9.
    int beforeLoss = out.size();
    assertThat(beforeLoss).isLessThan(200);
    read(1, 0);
    assertThat(out).hasSize(beforeLoss);
  }

  @Test
  void the_same_seed_draws_the_same() {
    assertThat(lossPattern(7)).isEqualTo(lossPattern(7)).isNotEqualTo(lossPattern(8));
  }

  private List<Boolean> lossPattern(long seed) {
    Chain lossy = new Chain(holdings, outbox);
    lossy.add(toxic("p", "packet_loss", "{loss_rate:0.5}"), new SplittableRandom(seed), 0);
    List<Boolean> pattern = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      lossy.inlet().add(new Chunk(ByteBuffer.allocate(1), 0));
      lossy.sweep(0);
      pattern.add(outbox.isEmpty());
      while (!outbox.isEmpty()) {
        outbox.poll();
      }
    }
    return pattern;
  }

  @Test
  void a_noop_changes_nothing() {
    add(toxic("n", "noop", "{}"), 0);
    read(1, 0);
    chain.inlet().end(End.FINISHED);
    run(0);
    assertThat(out).containsExactly(1);
    assertThat(outbox.atEnd()).isTrue();
  }
}
