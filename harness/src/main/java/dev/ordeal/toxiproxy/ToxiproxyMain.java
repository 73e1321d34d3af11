package dev.ordeal.toxiproxy;

import dev.ordeal.toxiproxy.http.Api;
import dev.ordeal.toxiproxy.model.Refusal;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.Security;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * The command line, with the options of the original: {@code -host H -port P -config FILE -seed N
 * -proxy-metrics -runtime-metrics -version}, and {@code -keep-ends -exit-on-stdin-eof} besides.
 * Prints one line when the API answers and runs until it is killed or, if so told, until its
 * standard input ends. Exit code 2 for a wrong option, an address that cannot be had, or a
 * configuration that cannot be carried out.
 */
public final class ToxiproxyMain {
  private static final String USAGE =
      "usage: ToxiproxyMain [-host 127.0.0.1] [-port 8474] [-config FILE] [-seed 0]"
          + " [-proxy-metrics] [-runtime-metrics] [-keep-ends] [-exit-on-stdin-eof] [-version]";
  private static final List<String> VALUED = List.of("-host", "-port", "-config", "-seed");
  private static final String PROXY_METRICS = "-proxy-metrics";
  private static final String RUNTIME_METRICS = "-runtime-metrics";
  private static final String KEEP_ENDS = "-keep-ends";
  private static final String EXIT_ON_EOF = "-exit-on-stdin-eof";
  private static final String VERSION = "-version";
  private static final List<String> FLAGS =
      List.of(PROXY_METRICS, RUNTIME_METRICS, KEEP_ENDS, EXIT_ON_EOF, VERSION);

  private ToxiproxyMain() {}

  /** Starts a server as the arguments say. */
  public static void main(String[] args) throws InterruptedException, IOException {
    // In a network of containers a name moves to another address while this process lives.
    Security.setProperty("networkaddress.cache.ttl", "0");
    Security.setProperty("networkaddress.cache.negative.ttl", "0");
    Map<String, String> options;
    ToxiproxyServer server;
    try {
      options = parse(args);
      if (options.containsKey(VERSION)) {
        System.out.println("toxiproxy-server version " + Api.VERSION);
        return;
      }
      server = start(options);
      populate(server, options);
    } catch (IllegalArgumentException | IOException | Refusal e) {
      System.err.println("toxiproxy: " + e.getMessage());
      Runtime.getRuntime().halt(2);
      return;
    }
    ready(server, System.out);
    if (options.containsKey(EXIT_ON_EOF)) {
      System.in.transferTo(PrintStream.nullOutputStream());
      Runtime.getRuntime().halt(0);
    }
    new CountDownLatch(1).await();
  }

  private static void ready(ToxiproxyServer server, PrintStream out) {
    out.println(
        "toxiproxy: the API listens on %s:%d"
            .formatted(server.address().getAddress().getHostAddress(), server.port()));
    out.flush();
  }

  private static ToxiproxyServer start(Map<String, String> options) throws IOException {
    return ToxiproxyServer.builder()
        .host(options.getOrDefault("-host", "127.0.0.1"))
        .port((int) number(options, "-port", 8474, 0, 65_535))
        .seed(number(options, "-seed", 0, Long.MIN_VALUE, Long.MAX_VALUE))
        .metrics(options.containsKey(PROXY_METRICS), options.containsKey(RUNTIME_METRICS))
        .keepEnds(options.containsKey(KEEP_ENDS))
        .start();
  }

  private static void populate(ToxiproxyServer server, Map<String, String> options)
      throws IOException {
    String file = options.get("-config");
    if (file == null) {
      return;
    }
    try {
      server.populate(Files.readString(Path.of(file)));
    } catch (NoSuchFileException e) {
      throw new IOException("-config: there is no file " + file, e);
    } catch (Refusal refusal) {
      throw new IOException("-config " + file + ": " + refusal.error(), refusal);
    }
  }

  private static Map<String, String> parse(String[] args) {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i < args.length; i++) {
      String given = args[i].startsWith("--") ? args[i].substring(1) : args[i];
      int equals = given.indexOf('=');
      String option = equals < 0 ? given : given.substring(0, equals);
      if (FLAGS.contains(given)) {
        options.put(option, "");
      } else if (VALUED.contains(option) && equals > 0) {
        options.put(option, given.substring(equals + 1));
      } else if (VALUED.contains(option) && i + 1 < args.length) {
        options.put(option, args[++i]);
      } else {
        throw new IllegalArgumentException(
            "option " + args[i] + " is unknown or has no value; " + USAGE);
      }
    }
    return options;
  }

  private static long number(
      Map<String, String> options, String option, long absent, long min, long max) {
    String text = options.get(option);
    if (text == null) {
      return absent;
    }
    try {
      long value = Long.parseLong(text);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Falls through: same words for both.
    }
    throw new IllegalArgumentException(
        option + " must be a whole number from " + min + " to " + max + ", was " + text);
  }
}
