package dev.ordeal.results.run;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sums up the phases in the logs of nodes: lines that end in {@code phase prepare took 12.345ms},
 * whatever stands before it. The unit is ns, us, ms or s.
 *
 * <p>Whoever prints them may print what he likes: what is no such line is passed over, as is a line
 * that is too long, a phase beyond the first {@value #PHASES} names, and what comes after the first
 * {@value #BYTES} bytes of a log.
 */
public final class PhaseLog {
  /** How many names of phases are told apart. */
  public static final int PHASES = 64;

  /** How much of each log is read. */
  public static final int BYTES = 256 << 20;

  /** How long a line may be. */
  public static final int LINE_BYTES = 1_000;

  private static final Pattern LINE =
      Pattern.compile(
          "(?:^|.*\\s)phase ([A-Za-z0-9_./:+-]{1,40}) took (\\d{1,12}(?:\\.\\d{1,9})?)"
              + " ?(ns|us|ms|s)");
  private static final Map<String, BigDecimal> NANOS =
      Map.of(
          "ns", BigDecimal.ONE,
          "us", BigDecimal.valueOf(1_000),
          "ms", BigDecimal.valueOf(1_000_000),
          "s", BigDecimal.valueOf(1_000_000_000));
  private static final BigDecimal NANOS_MAX = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final Pattern NODE = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}");

  private final Map<String, TimeTally> all = new LinkedHashMap<>();
  private final Map<String, Map<String, TimeTally>> byNode = new LinkedHashMap<>();

  private PhaseLog() {}

  /** The phases in the logs of these nodes in a run's folder, in order of their names. */
  public static List<Phase> in(Path run, List<String> nodes) {
    var log = new PhaseLog();
    for (String node : nodes) {
      Path file = run.resolve(node + ".log");
      if (NODE.matcher(node).matches() && Files.isRegularFile(file)) {
        log.read(node, file);
      }
    }
    return log.phases();
  }

  private List<Phase> phases() {
    var phases = new ArrayList<Phase>();
    new TreeMap<>(all)
        .forEach(
            (name, tally) -> {
              var nodes = new TreeMap<String, Phase.Times>();
              byNode.getOrDefault(name, Map.of()).forEach((n, of) -> nodes.put(n, of.times()));
              phases.add(new Phase(name, tally.times(), nodes));
            });
    return List.copyOf(phases);
  }

  /** A log that cannot be read has no phases: the verdict does not rest on it. */
  private void read(String node, Path file) {
    try (var in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      var line = new byte[LINE_BYTES];
      long left = BYTES;
      while (left > 0) {
        OptionalInt length = readLine(in, line);
        if (length.isEmpty()) {
          return;
        }
        left -= length.getAsInt() + 1;
        if (length.getAsInt() <= line.length) {
          take(node, new String(line, 0, length.getAsInt(), StandardCharsets.ISO_8859_1));
        }
      }
    } catch (IOException unreadable) {
      System.getLogger(PhaseLog.class.getName())
          .log(System.Logger.Level.WARNING, "no phases of " + file + ": " + unreadable);
    }
  }

  /** Fills the buffer; answers how long the line is, be it longer, or nothing at the end. */
  private static OptionalInt readLine(InputStream in, byte[] line) throws IOException {
    int length = 0;
    int next = in.read();
    if (next < 0) {
      return OptionalInt.empty();
    }
    for (; next >= 0 && next != '\n' && length < BYTES; next = in.read()) {
      if (length < line.length) {
        line[length] = (byte) next;
      }
      length++;
    }
    return OptionalInt.of(length);
  }

  private void take(String node, String line) {
    if (!line.contains(" took ")) {
      return;
    }
    Matcher phase = LINE.matcher(line.stripTrailing());
    if (phase.matches() && (all.containsKey(phase.group(1)) || all.size() < PHASES)) {
      var nanos = new BigDecimal(phase.group(2)).multiply(NANOS.get(phase.group(3)));
      if (nanos.compareTo(NANOS_MAX) <= 0) {
        count(node, phase.group(1), nanos.longValue());
      }
    }
  }

  private void count(String node, String name, long nanos) {
    all.computeIfAbsent(name, first -> new TimeTally()).add(nanos);
    byNode
        .computeIfAbsent(name, first -> new LinkedHashMap<>())
        .computeIfAbsent(node, first -> new TimeTally())
        .add(nanos);
  }
}
