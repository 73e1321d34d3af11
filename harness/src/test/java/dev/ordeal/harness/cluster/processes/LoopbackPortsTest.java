package dev.ordeal.harness.cluster.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LoopbackPortsTest {

  @Test
  void ports_are_free_different_and_below_the_ephemeral_ones() throws Exception {
    var seen = new HashSet<Integer>();
    try (var ours = new LoopbackPorts();
        var theirs = new LoopbackPorts()) {
      for (int i = 0; i < 50; i++) {
        assertThat(seen.add(ours.take().port())).isTrue();
        assertThat(seen.add(theirs.take().port())).isTrue();
      }
      for (int port : seen) {
        assertThat(port).isBetween(1_024, 32_767);
        new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1")).close();
      }
    }
  }

  @Test
  void a_port_that_somebody_listens_on_is_passed_over() throws Exception {
    int next;
    try (var ports = new LoopbackPorts()) {
      next = ports.take().port() + 1;
    }
    try (var taken = new ServerSocket(next, 1, InetAddress.getByName("127.0.0.1"));
        var ports = new LoopbackPorts()) {
      assertThat(ports.take().port()).isNotEqualTo(taken.getLocalPort());
    }
  }

  /** The kernel does not tell two of one JVM from two of two. */
  @Test
  void who_takes_ports_at_the_same_time_takes_others() throws Exception {
    var seen = new HashSet<Integer>();
    try (var ours = new PortBlocks();
        var theirs = new PortBlocks()) {
      for (int i = 0; i < PortBlocks.BLOCK + 100; i++) {
        assertThat(seen.add(next(ours, seen))).isTrue();
        assertThat(next(theirs, Set.of())).isNotIn(seen);
      }
    }
  }

  private static int next(PortBlocks blocks, Set<Integer> taken) {
    return blocks.next(port -> !taken.contains(port)).orElseThrow();
  }
}
