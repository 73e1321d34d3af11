package dev.ordeal.systems.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.systems.port.Storage;
import dev.ordeal.systems.port.WriteAhead;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the log holds over restarts, and that it does not grow. */
class ParticipantLogTest {
  private final Map<String, Map<String, @Nullable Object>> records = new HashMap<>();

  private final class Memory implements Storage {
    @Override
    public Optional<Map<String, @Nullable Object>> read(String key) {
      return Optional.ofNullable(records.get(key));
    }

    @Override
    public void write(String key, Map<String, @Nullable Object> record) {
      records.put(key, record);
    }

    @Override
    public void sync(Runnable synced) {
      synced.run();
    }
  }

  private ParticipantLog log() {
    return new ParticipantLog(new WriteAhead(new Memory()));
  }

  private static Prepare request(long number) {
    List<Op> ops = List.of(new Op("r", "x", null), new Op("w", 7L, Arrays.asList(null, 3L)));
    return new Prepare(new TxnId("n1", 2, number), 40, 5, Map.of("n2", 1L), ops);
  }

  private static ParticipantLog.Entry prepared(ParticipantLog log, long number) {
    return Objects.requireNonNull(log.prepare(request(number), Collections.singletonMap(7L, 1L)));
  }

  @Test
  void what_was_written_is_found_by_the_next_life() {
    ParticipantLog first = log();
    ParticipantLog.Entry one = prepared(first, 1);
    ParticipantLog.Entry two = prepared(first, 2);
    first.end(two, ParticipantLog.State.COMMITTED);

    ParticipantLog second = log();
    assertThat(second.load()).containsExactly(one, two.as(ParticipantLog.State.COMMITTED));
    assertThat(prepared(second, 3).lsn()).as("numbers go on").isGreaterThan(two.lsn());
  }

  @Test
  void an_integer_key_and_a_null_value_come_back_as_they_were() {
    ParticipantLog log = log();
    log.prepare(request(1), Collections.singletonMap(7L, null));
    Map<Object, @Nullable Object> writes = log().load().get(0).writes();
    assertThat(writes).containsOnlyKeys(7L).containsEntry(7L, null);
  }

  @Test
  void slots_are_used_again_and_when_all_are_taken_nothing_is_prepared() {
    ParticipantLog log = log();
    for (long number = 0; number < 3 * ParticipantLog.SLOTS; number++) {
      ParticipantLog.Entry entry = prepared(log, number);
      log.end(entry, ParticipantLog.State.ABORTED);
      log.forget(entry);
    }
    assertThat(records).hasSize(1);
    for (long number = 0; number < ParticipantLog.SLOTS; number++) {
      prepared(log, number);
    }
    assertThat(records).hasSize(ParticipantLog.SLOTS);
    assertThat(log.prepare(request(0), Map.of())).isNull();
  }
}
