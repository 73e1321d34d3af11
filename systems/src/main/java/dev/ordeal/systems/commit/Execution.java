package dev.ordeal.systems.commit;

import dev.ordeal.systems.port.ErrorCode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came of the operations of a transaction at one shard. */
sealed interface Execution {

  /**
   * They can be done.
   *
   * @param values what each of them read, null for a write
   * @param writes the new values by key
   */
  record Done(List<@Nullable Object> values, Map<Object, @Nullable Object> writes)
      implements Execution {}

  /** The state of the shard forbids them. */
  record Refused(ErrorCode code, String why) implements Execution {}
}
