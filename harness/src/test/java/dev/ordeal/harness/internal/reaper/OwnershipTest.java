package dev.ordeal.harness.internal.reaper;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnershipTest {
  private final Ownership mine = Ownership.ofThisJvm();

  @Test
  void a_label_reads_back_as_what_it_was() {
    assertThat(Ownership.parse(mine.toString())).isEqualTo(mine);
  }

  @Test
  void a_running_owner_is_not_gone() {
    assertThat(mine.ownerIsGone()).isFalse();
  }

  @Test
  void a_number_that_another_process_has_now_does_not_save_an_orphan() {
    var self = mine.process();
    var before = new ProcessIdentity(self.pid(), self.start() - 1);
    assertThat(new Ownership(mine.machine(), before).ownerIsGone()).isTrue();
  }

  @Test
  void of_an_owner_on_another_machine_nobody_can_tell() {
    var nobody = new ProcessIdentity(Long.MAX_VALUE, 1);
    assertThat(new Ownership("elsewhere", nobody).ownerIsGone()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "a/b/c", "//", "machine/1"})
  void what_cannot_be_read_is_left_alone(String label) {
    assertThat(Ownership.parse(label).ownerIsGone()).isFalse();
  }
}
