package dev.ordeal.harness.internal.clock;

import dev.ordeal.harness.cluster.HostPort;
import dev.ordeal.harness.cluster.Question;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * What a node says itself of its clock: {@code "clock": millis} in its answer to {@link
 * Question#ours}.
 */
public record OwnWord(HostPort address) implements ClockReader.Source {
  /** How fine its word is. */
  public static final Duration COARSE = Duration.ofMillis(1);

  private static final int PATIENCE_MILLIS = 500;
  private static final Pattern CLOCK = Pattern.compile("\"clock\"\\s*:\\s*(-?\\d{1,15})\\b");

  @Override
  public OptionalLong nanos() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(address.host(), address.port()), PATIENCE_MILLIS);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.setTcpNoDelay(true);
      var line = Question.ours().says().stripTrailing() + "\n";
      socket.getOutputStream().write(line.getBytes(StandardCharsets.UTF_8));
      var reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      var said = reader.readLine();
      var clock = CLOCK.matcher(said == null ? "" : said);
      return clock.find()
          ? OptionalLong.of(Long.parseLong(clock.group(1)) * 1_000_000)
          : OptionalLong.empty();
    } catch (IOException deaf) {
      return OptionalLong.empty();
    }
  }
}
