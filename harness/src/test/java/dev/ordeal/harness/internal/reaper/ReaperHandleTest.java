package dev.ordeal.harness.internal.reaper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

class ReaperHandleTest {

  @Test
  void a_reaper_that_somebody_killed_is_replaced_at_the_next_order() throws Exception {
    var handle = ReaperHandle.shared();
    var child = Jvm.start(SleeperMain.class);
    try {
      handle.watch(child.toHandle());
      var first = ProcessIdentity.of(handle.process());
      handle.process().destroyForcibly();
      await().until(() -> !first.isAlive());
      handle.watch(child.toHandle());
      assertThat(ProcessIdentity.of(handle.process())).isNotEqualTo(first);
      assertThat(handle.process().isAlive()).isTrue();
    } finally {
      child.destroyForcibly().waitFor();
      handle.forget(child.toHandle());
    }
  }

  @Test
  void a_number_that_was_used_again_is_another_process() {
    var self = ProcessIdentity.current();
    assertThat(self.isAlive()).isTrue();
    assertThat(new ProcessIdentity(self.pid(), self.start() - 1).isAlive()).isFalse();
    assertThat(new ProcessIdentity(self.pid(), self.start() - 1).handle()).isEmpty();
  }

  @Test
  void a_process_that_has_ended_is_not_alive() throws Exception {
    var child = Jvm.start(SleeperMain.class);
    var identity = ProcessIdentity.of(child.toHandle());
    assertThat(identity.isAlive()).isTrue();
    child.destroyForcibly().waitFor();
    assertThat(identity.isAlive()).isFalse();
    assertThat(ProcessIdentity.of(child.toHandle()).isAlive()).isFalse();
  }
}
