package dev.ordeal.harness.internal.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.harness.client.Rpc;
import dev.ordeal.harness.cluster.Jvms;
import dev.ordeal.harness.cluster.Jvms.Deed;
import dev.ordeal.harness.cluster.Node;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is no JVM is left alone: the signal that calls one would end it. */
@EnabledOnOs(OS.LINUX)
class LocalJvmsTest {
  private static final Node N1 = new Nowhere();
  private static final String TICKER = TickerMain.class.getName();
  private static final String SLEEPER = "dev.ordeal.harness.internal.reaper.SleeperMain";

  @ParameterizedTest
  @EnumSource(Deed.class)
  void a_node_that_is_no_jvm_is_named_and_lives_on(Deed deed) throws IOException {
    var sleeper = new ProcessBuilder("sleep", "1000").start();
    try {
      Jvms jvms = new LocalJvms(node -> List.of(sleeper.pid()));
      assertThat(jvms.obstacle(deed, N1))
          .hasValueSatisfying(why -> assertThat(why).contains("n1 is no JVM"));
      assertThatThrownBy(() -> jvms.stall(N1)).hasMessageContaining("n1 is no JVM");
      assertThatThrownBy(() -> jvms.exhaustHeap(N1)).hasMessageContaining("n1 is no JVM");
      assertThat(jvms.heap(N1)).isEmpty();
      assertThat(sleeper.isAlive()).isTrue();
    } finally {
      sleeper.destroyForcibly();
    }
  }

  @Test
  void nothing_stays_of_a_stall_though_the_jvm_dies_in_it() throws Exception {
    var sleeper = java(SLEEPER);
    try {
      Jvms jvms = new LocalJvms(node -> List.of(sleeper.pid()));
      Awaitility.await().until(() -> jvms.obstacle(Deed.STALL, N1).isEmpty());
      Awaitility.await().until(() -> jvms.heap(N1).isPresent());
      var held = jvms.stall(N1);
      var pipes = openPipes(sleeper.pid());
      assertThat(pipes).hasSize(1).allMatch(Files::exists);
      sleeper.destroyForcibly().waitFor();
      held.release();
      assertThat(pipes).noneMatch(Files::exists);
    } finally {
      sleeper.destroyForcibly();
    }
  }

  @Test
  void a_stalled_jvm_stands_from_the_moment_on_that_it_is_told_so(@TempDir Path folder)
      throws Exception {
    var ticks = folder.resolve("ticks");
    var ticker = java(TICKER, ticks.toString());
    try {
      Jvms jvms = new LocalJvms(node -> List.of(ticker.pid()));
      Awaitility.await().until(() -> jvms.obstacle(Deed.STALL, N1).isEmpty());
      Awaitility.await().until(() -> jvms.heap(N1).isPresent());
      for (int stall = 1; stall <= 10; stall++) {
        var before = Files.size(ticks);
        Awaitility.await("it ticks again").until(() -> Files.size(ticks) > before);
        var held = jvms.stall(N1);
        // One tick may have been on its way to the kernel.
        assertThat(ticksSeen(ticks, Duration.ofMillis(50))).as("stall %s", stall).isLessThan(2);
        held.release();
      }
    } finally {
      ticker.destroyForcibly();
    }
  }

  /** How many there are during that time; a ticker that runs has some hundreds of them. */
  private static long ticksSeen(Path ticks, Duration time) throws IOException {
    long first = Files.size(ticks);
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end && Files.size(ticks) < first + 2) {}
    return Files.size(ticks) - first;
  }

  private static Process java(String main, String... arguments) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command =
        new ArrayList<>(List.of(java, "-cp", System.getProperty("java.class.path"), main));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static List<Path> openPipes(long pid) throws IOException {
    try (var open = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      var links = new ArrayList<Path>();
      for (Path file : open.toList()) {
        links.add(Files.readSymbolicLink(file));
      }
      return links.stream().filter(link -> link.toString().contains("ordeal-stall")).toList();
    }
  }

  @Test
  void a_node_whose_processes_are_elsewhere_is_named() {
    Jvms jvms = new LocalJvms(node -> List.of());
    assertThat(jvms.obstacle(Deed.STALL, N1))
        .hasValueSatisfying(why -> assertThat(why).contains("n1 are not seen from here"));
  }

  private record Nowhere() implements Node {
    @Override
    public String name() {
      return "n1";
    }

    @Override
    public InetSocketAddress address() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Rpc rpc() {
      throw new UnsupportedOperationException();
    }
  }
}
