package dev.ordeal.toxiproxy.toxic;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.ordeal.toxiproxy.model.Fields;
import dev.ordeal.toxiproxy.model.ToxicSpec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ChainTest {
  private final Holdings holdings = new Holdings(new Holdings.Total(1 << 30));
  private final ChunkQueue outbox = new ChunkQueue(holdings, 1);
  private final Chain chain = new Chain(holdings, outbox);
  private final List<Integer> out = new ArrayList<>();

  private static Toxic toxic(String name, String type, String attributes) {
    return toxic(name, type, attributes, 1);
  }

  private static Toxic toxic(String name, String type, String attributes, float toxicity) {
    return Toxic.create(
        new ToxicSpec(
            Optional.of(name),
            Optional.of(type),
            Optional.empty(),
            Optional.of(toxicity),
            Fields.of("attributes", JsonParser.parseString(attributes))),
        taken -> false);
  }

  private static long at(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private void add(Toxic toxic, long millis) {
    chain.add(toxic, new SplittableRandom(1), at(millis));
  }

  private void read(int value, long millis) {
    chain.inlet().add(new Chunk(ByteBuffer.wrap(new byte[] {(byte) value}), at(millis)));
    run(millis);
  }

  /** What a link does: sweeps and writes until nothing moves; answers the next time to do it. */
  private long run(long millis) {
    long wake;
    long before;
    do {
      before = holdings.moves();
      wake = chain.sweep(at(millis));
      while (!outbox.isEmpty()) {
        out.add((int) outbox.poll().bytes().get(0));
      }
    } while (holdings.moves() != before);
    return wake;
  }

  @Test
  void a_chunk_leaves_when_its_latency_has_passed_since_it_was_read() {
    add(toxic("l", "latency", "{latency:100}"), 0);
    read(1, 10);
    read(2, 50);
    assertThat(run(109)).isEqualTo(at(110));
    assertThat(out).isEmpty();
    assertThat(run(110)).isEqualTo(at(150));
    assertThat(out).containsExactly(1);
    assertThat(run(150)).isEqualTo(Behaviour.NEVER);
    assertThat(out).containsExactly(1, 2);
  }

  @Test
  void two_latencies_add_up_even_for_chunks_that_waited_behind_others() {
    add(toxic("a", "latency", "{latency:100}"), 0);
    add(toxic("b", "latency", "{latency:150}"), 0);
    read(1, 0);
    read(2, 1);
    assertThat(run(100)).isEqualTo(at(101));
    assertThat(run(101)).isEqualTo(at(250));
    assertThat(run(250)).isEqualTo(at(251));
    assertThat(out).containsExactly(1);
    run(251);
    assertThat(out).containsExactly(1, 2);
  }

  @Test
  void jitter_moves_the_delay_both_ways_but_never_the_order() {
    add(toxic("l", "latency", "{latency:10,jitter:5}"), 0);
    boolean early = false;
    boolean late = false;
    for (int i = 0; i < 100; i++) {
      long read = i * 100L;
      read(i, read);
      long due = run(read);
      assertThat(due).isBetween(at(read + 5), at(read + 15) - 1);
      early |= due < at(read + 10);
      late |= due > at(read + 10);
      run(read + 15);
      assertThat(out).hasSize(i + 1).endsWith(i);
    }
    assertThat(early && late).isTrue();
  }

  @Test
  void a_delay_below_nothing_is_no_delay() {
    add(toxic("l", "latency", "{latency:0,jitter:5}"), 0);
    for (int i = 0; i < 50; i++) {
      read(i, i * 10L);
      run(i * 10L + 5);
      assertThat(out).hasSize(i + 1);
    }
  }

  @Test
  void the_largest_latency_and_jitter_hold_for_ever_or_not_at_all() {
    add(toxic("l", "latency", "{latency:9223372036854775807,jitter:4611686018427387903}"), 0);
    read(1, 5);
    assertThat(run(5)).isGreaterThan(0);
  }

  @Test
  void an_update_lets_the_head_go_and_the_rest_wait_anew() {
    Toxic hour = toxic("l", "latency", "{latency:3600000}");
    add(hour, 0);
    read(1, 0);
    read(2, 0);
    Fields shorter = Fields.of("attributes", JsonParser.parseString("{latency:20}"));
    chain.update(hour.with(Optional.empty(), shorter), at(10));
    assertThat(run(10)).isEqualTo(at(20));
    assertThat(out).containsExactly(1);
    run(20);
    assertThat(out).containsExactly(1, 2);
  }

  @Test
  void a_removal_lets_everything_go_in_order_and_the_end_behind_it() {
    add(toxic("a", "latency", "{latency:50}"), 0);
    add(toxic("b", "latency", "{latency:50}"), 0);
    read(1, 0);
    run(50);
    read(2, 60);
    read(3, 60);
    chain.inlet().end(End.FINISHED);
    chain.remove("a");
    chain.remove("b");
    run(60);
    assertThat(out).containsExactly(1, 2, 3);
    assertThat(outbox.atEnd()).isTrue();
    assertThat(holdings.bytes()).isZero();
  }

  @Test
  void an_end_waits_behind_the_data() {
    add(toxic("l", "latency", "{latency:50}"), 0);
    read(1, 0);
    chain.inlet().end(End.FINISHED);
    run(49);
    assertThat(outbox.ended()).isFalse();
    run(50);
    assertThat(out).containsExactly(1);
    assertThat(outbox.atEnd()).isTrue();
  }

  @Test
  void a_timeout_counts_from_the_last_chunk() {
    add(toxic("t", "timeout", "{timeout:100}"), 0);
    assertThat(run(0)).isEqualTo(at(100));
    read(1, 90);
    assertThat(run(100)).isEqualTo(at(190));
    assertThat(outbox.ended()).isFalse();
    run(190);
    assertThat(outbox.ended()).isTrue();
    assertThat(out).isEmpty();
  }

  @Test
  void a_timeout_of_zero_ends_only_with_its_input_or_its_removal() {
    add(toxic("t", "timeout", "{}"), 0);
    read(1, 5);
    assertThat(run(1_000_000)).isEqualTo(Behaviour.NEVER);
    assertThat(outbox.ended()).isFalse();
    chain.remove("t");
    assertThat(outbox.atEnd()).isTrue();
    read(2, 1_000_001);
    assertThat(out).isEmpty();
  }

  @Test
  void a_timeout_that_runs_on_no_link_may_be_removed_without_harm() {
    add(toxic("t", "timeout", "{timeout:1}", 0), 0);
    read(1, 5);
    chain.remove("t");
    read(2, 6);
    assertThat(out).containsExactly(1, 2);
    assertThat(outbox.ended()).isFalse();
  }

  @Test
  void a_timeout_switched_off_by_toxicity_ends_the_stream_it_has_made_holes_in() {
    Toxic hole = toxic("t", "timeout", "{}");
    add(hole, 0);
    read(1, 1);
    chain.update(hole.with(Optional.of(0f), Fields.none()), at(2));
    assertThat(outbox.ended()).isTrue();
  }

  @Test
  void a_queue_in_front_of_latency_takes_1024_chunks_and_then_pushes_back() {
    add(toxic("l", "latency", "{latency:100}"), 0);
    for (int i = 0; i < 1023; i++) {
      read(0, 0);
    }
    assertThat(chain.inlet().hasRoom()).isTrue();
    read(0, 0);
    assertThat(chain.inlet().hasRoom()).isFalse();
  }

  @Test
  void a_link_that_holds_too_much_may_not_read_more() {
    add(toxic("l", "latency", "{latency:100}"), 0);
    int size = 1 << 20;
    for (int i = 0; i < 32; i++) {
      assertThat(holdings.roomForMore()).isTrue();
      chain.inlet().add(new Chunk(ByteBuffer.allocate(size), 0));
    }
    assertThat(holdings.roomForMore()).isFalse();
    chain.clear();
    assertThat(holdings.roomForMore()).isTrue();
  }

  @Test
  void links_share_a_limit_beyond_their_first_chunk() {
    Holdings.Total total = new Holdings.Total(100_000);
    Holdings greedy = new Holdings(total);
    Holdings other = new Holdings(total);
    greedy.add(100_000);
    assertThat(greedy.roomForMore()).isFalse();
    assertThat(other.roomForMore()).isTrue();
    other.add(70_000);
    assertThat(other.roomForMore()).isFalse();
    greedy.remove(90_000);
    assertThat(other.roomForMore()).isTrue();
  }

  private void send(int size, long millis) {
    chain.inlet().add(new Chunk(ByteBuffer.allocate(size), at(millis)));
  }

  /** The sizes of what leaves now. */
  private List<Integer> sizes(long millis) {
    List<Integer> sizes = new ArrayList<>();
    long before;
    do {
      before = holdings.moves();
      chain.sweep(at(millis));
      while (!outbox.isEmpty()) {
        sizes.add(outbox.poll().size());
      }
    } while (holdings.moves() != before);
    return sizes;
  }

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
