package dev.ordeal.bench;

import dev.ordeal.history.History;
import dev.ordeal.history.JsonLineEncoder;
import dev.ordeal.history.JsonLines;
import dev.ordeal.history.Op;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;

/** What a history of a million operations takes, and how fast ops become lines of JSON. */
public final class HistoryBench {
  private static final int OPERATIONS = 1_000_000;

  private HistoryBench() {}

  /** Prints the figures. */
  public static void main(String[] arguments) throws IOException {
    long before = retained();
    long start = System.nanoTime();
    History history = history();
    long built = System.nanoTime() - start;
    long after = retained();
    System.out.printf(
        "%d ops: %.1f MB retained, built in %d ms%n",
        history.size(), (after - before) / 1e6, built / 1_000_000);
    for (int round = 0; round < 3; round++) {
      encode(history);
    }
    start = System.nanoTime();
    var out = new ByteArrayOutputStream();
    JsonLines.write(history, out);
    var again = JsonLines.read(new ByteArrayInputStream(out.toByteArray()));
    System.out.printf(
        "written and read again, %d MB: %b, in %d ms%n",
        out.size() / 1_000_000, again.equals(history), (System.nanoTime() - start) / 1_000_000);
  }

  private static void encode(History history) {
    var encoder = new JsonLineEncoder();
    var ops = history.stream().limit(200_000).toList();
    long start = System.nanoTime();
    long bytes = 0;
    for (Op op : ops) {
      bytes += encoder.encode(op).remaining();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf("encoded %.1f M ops/s, %d bytes each%n", 0.2 / seconds, bytes / 200_000);
  }

  private static History history() {
    var builder = History.builder();
    long time = 0;
    for (int i = 0; i < OPERATIONS; i++) {
      Op op = operation(i).withProcess(i % 20).withTime(time += 1000);
      builder.add(op);
      var ended = i % 3 == 0 ? op.ok(Map.of("token", i)) : op.ok();
      builder.add(ended.withTime(time += 1_000_003));
    }
    return builder.build();
  }

  private static Op operation(int i) {
    return switch (i % 3) {
      case 0 -> Op.invoke("acquire");
      case 1 -> Op.invoke("write", Map.of("token", i, "value", i % 1000));
      default -> Op.invoke("add", i);
    };
  }

  private static long retained() {
    for (int i = 0; i < 4; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
