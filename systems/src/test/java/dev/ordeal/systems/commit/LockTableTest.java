package dev.ordeal.systems.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who gets a lock, who waits for whom, and who is in whose way. */
class LockTableTest {
  private final LockTable table = new LockTable();
  private final List<String> granted = new ArrayList<>();

  private LockTable.Claim ask(String name, long age, Map<Object, Boolean> exclusive) {
    var claim = new LockTable.Claim(new TxnId(name, 1, age), age, exclusive);
    table.request(claim, () -> granted.add(name));
    return claim;
  }

  private static Map<Object, Boolean> read(String key) {
    return Map.of(key, false);
  }

  private static Map<Object, Boolean> write(String key) {
    return Map.of(key, true);
  }

  @Test
  void readers_share_and_a_writer_waits_for_all_of_them() {
    LockTable.Claim a = ask("a", 1, read("x"));
    LockTable.Claim b = ask("b", 2, read("x"));
    ask("c", 3, write("x"));
    assertThat(granted).containsExactly("a", "b");
    table.release(a);
    assertThat(granted).containsExactly("a", "b");
    table.release(b);
    assertThat(granted).containsExactly("a", "b", "c");
  }

  @Test
  void who_reads_and_writes_a_key_needs_it_for_itself_alone() {
    var read = new Op("r", "x", null);
    var write = new Op("w", "x", 1L);
    for (List<Op> ops : List.of(List.of(read, write), List.of(write, read))) {
      assertThat(LockTable.Claim.of(new TxnId("a", 1, 1), 1, ops).exclusive())
          .isEqualTo(write("x"));
    }
    assertThat(LockTable.Claim.of(new TxnId("a", 1, 1), 1, List.of(read, read)).exclusive())
        .isEqualTo(read("x"));
  }

  @Test
  void a_string_and_a_number_are_different_keys() {
    ask("a", 1, Map.of("1", true));
    ask("b", 2, Map.of(1L, true));
    assertThat(granted).containsExactly("a", "b");
  }

  @Test
  void a_younger_reader_does_not_pass_an_older_writer_that_waits() {
    LockTable.Claim a = ask("a", 1, read("x"));
    LockTable.Claim b = ask("b", 2, write("x"));
    LockTable.Claim c = ask("c", 3, read("x"));
    assertThat(granted).containsExactly("a");
    table.release(a);
    assertThat(granted).containsExactly("a", "b");
    table.release(b);
    assertThat(granted).containsExactly("a", "b", "c");
    table.release(c);
  }

  @Test
  void an_older_one_goes_before_a_younger_one_that_waits() {
    LockTable.Claim a = ask("a", 1, write("x"));
    ask("c", 3, write("x"));
    ask("b", 2, write("x"));
    table.release(a);
    assertThat(granted).containsExactly("a", "b");
  }

  @Test
  void locks_are_granted_all_together_or_not_at_all() {
    LockTable.Claim a = ask("a", 1, write("x"));
    LockTable.Claim b = ask("b", 2, Map.of("x", true, "y", true));
    ask("c", 3, write("y"));
    assertThat(granted).as("b holds nothing, but is older").containsExactly("a");
    table.release(b);
    assertThat(granted).as("b gave up").containsExactly("a", "c");
    table.release(a);
    assertThat(granted).containsExactly("a", "c");
  }

  @Test
  void who_waits_knows_which_holders_are_in_its_way() {
    LockTable.Claim young = ask("young", 9, read("x"));
    LockTable.Claim other = ask("other", 8, write("z"));
    LockTable.Claim old = ask("old", 1, write("x"));
    assertThat(table.holdersAgainst(old)).containsExactly(young);
    assertThat(old.isOlderThan(young)).isTrue();
    assertThat(table.holdersAgainst(other)).as("it is not in its own way").isEmpty();
  }
}
