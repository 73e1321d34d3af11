package dev.ordeal.toxiproxy.toxic;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.ordeal.toxiproxy.model.Fields;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How chunks, ends and changes go through a chain. */
class ChainTest extends OnAChain {
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
}
