package dev.ordeal.harness.cluster.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventQueueTest {
  private record Entry(long time, int sequence, Event event) {}

  private static final class Nothing extends Event {
    @Override
    void fire() {}
  }

  @Test
  void events_come_in_the_order_of_time_and_arrival_less_those_cancelled() {
    for (long seed = 0; seed < 300; seed++) {
      var dice = SeededRandom.of(seed);
      var queue = new EventQueue();
      var model = new ArrayList<Entry>();
      for (int step = 0; step < 500; step++) {
        int choice = dice.nextInt(10);
        if (choice < 5) {
          var entry = new Entry(dice.nextInt(50), step, new Nothing());
          model.add(entry);
          queue.add(entry.time(), entry.event());
        } else if (choice < 8 && !model.isEmpty()) {
          queue.cancel(model.remove(dice.nextInt(model.size())).event());
        } else {
          long limit = dice.nextInt(60);
          assertThat(queue.poll(limit)).as("seed %d", seed).isSameAs(next(model, limit));
        }
      }
      while (!model.isEmpty()) {
        assertThat(queue.poll(100)).as("seed %d", seed).isSameAs(next(model, 100));
      }
      assertThat(queue.poll(Long.MAX_VALUE)).isNull();
    }
  }

  private static Event next(List<Entry> model, long limit) {
    var first =
        model.stream()
            .filter(entry -> entry.time() <= limit)
            .min(Comparator.comparingLong(Entry::time).thenComparing(Entry::sequence));
    first.ifPresent(model::remove);
    return first.map(Entry::event).orElse(null);
  }

  @Test
  void cancelling_what_has_happened_changes_nothing() {
    var queue = new EventQueue();
    var past = new Nothing();
    var future = new Nothing();
    queue.add(1, past);
    queue.add(2, future);
    assertThat(queue.poll(1)).isSameAs(past);
    queue.cancel(past);
    queue.cancel(past);
    assertThat(queue.poll(1)).isNull();
    assertThat(queue.poll(2)).isSameAs(future);
    assertThat(queue.polledTime()).isEqualTo(2);
  }
}
