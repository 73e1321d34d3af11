package dev.ordeal.harness.internal.clock;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * What {@code date} says that lives by the clock of a node: for nodes that do not tell their own.
 *
 * @param environment what makes the clock wrong, for that node
 * @param pid the process of the node
 */
record HelperWord(Map<String, String> environment, long pid) implements ClockReader.Source {
  /** Who that is, in words. */
  static final String WHO = "a helper under the same library (date)";

  private static final long PATIENCE_SECONDS = 5;

  @Override
  public OptionalLong nanos() {
    try {
      var builder = new ProcessBuilder("date", "+%s%N");
      builder.environment().putAll(environment);
      builder.environment().put("FAKETIME_SHARED", Faketime.sharedWith(pid));
      builder.redirectError(ProcessBuilder.Redirect.DISCARD);
      var process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return OptionalLong.empty();
      }
      var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return parsed(said);
    } catch (IOException noSuchProgram) {
      return OptionalLong.empty();
    } catch (InterruptedException early) {
      Thread.currentThread().interrupt();
      return OptionalLong.empty();
    }
  }

  /** A busybox does not know nanoseconds. */
  static OptionalLong parsed(String said) {
    var digits = said.strip();
    return digits.matches("\\d{15,19}")
        ? OptionalLong.of(Long.parseLong(digits))
        : OptionalLong.empty();
  }
}
