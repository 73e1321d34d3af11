package dev.ordeal.harness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.harness.interpreter.Progress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private static final Duration TRIAL = Duration.ofSeconds(20);
  private static final Duration PERIOD = Duration.ofMillis(1);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, UTF_8);

  @Test
  void it_counts_operations_and_faults_and_the_seconds_left() {
    assertThat(line(() -> progress(8), false).text())
        .isEqualTo("lock: 100 ops (60 ok, 30 fail, 4 info), 3 nemesis ops, 12 s left");
    assertThat(line(() -> progress(20), false).text()).endsWith("healed, finishing");
    assertThat(line(() -> progress(25), false).text()).endsWith("healed, finishing");
  }

  @Test
  void without_a_terminal_it_prints_plain_lines() {
    var text = printed(false);
    assertThat(text.lines()).hasSizeGreaterThanOrEqualTo(2).containsOnly(plain());
    assertThat(text).doesNotContain("\r", "\u001b");
  }

  @Test
  void on_a_terminal_it_rewrites_one_line_and_wipes_it_at_the_end() {
    assertThat(printed(true))
        .startsWith("\r" + plain() + "\u001b[K\r" + plain())
        .endsWith("\r\u001b[K")
        .doesNotContain("\n");
  }

  @Test
  void it_prints_nothing_after_it_was_closed() {
    var text = printed(true);
    out.print("verdict");
    assertThat(bytes.toString(UTF_8)).isEqualTo(text + "verdict");
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("ordeal-progress"));
  }

  @Test
  void one_that_never_began_closes_silently() {
    line(() -> progress(1), true).close();
    assertThat(bytes.size()).isZero();
  }

  private static String plain() {
    return "lock: 100 ops (60 ok, 30 fail, 4 info), 3 nemesis ops, 12 s left";
  }

  private String printed(boolean terminal) {
    try (var line = line(() -> progress(8), terminal)) {
      line.start();
      Awaitility.await().atMost(PATIENCE).until(() -> bytes.size() > 3 * plain().length());
    }
    return bytes.toString(UTF_8);
  }

  private ProgressLine line(Supplier<Progress> progress, boolean terminal) {
    return new ProgressLine("lock", TRIAL, progress, out, terminal, PERIOD);
  }

  private static Progress progress(long seconds) {
    return new Progress(Duration.ofSeconds(seconds).toNanos(), 100, 60, 30, 4, 3);
  }
}
