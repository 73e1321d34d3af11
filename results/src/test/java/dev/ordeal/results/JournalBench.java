package dev.ordeal.results;

import dev.ordeal.history.Op;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** How many ops a second one thread appends: five rounds of a million. */
public final class JournalBench {
  private static final int OPS = 1_000_000;

  private JournalBench() {}

  public static void main(String[] args) throws IOException {
    for (int round = 0; round < 5; round++) {
      Path file = Files.createTempDirectory("journal-bench").resolve("history.jsonl");
      Op op = Op.invoke("write", Map.of("token", 17, "value", 3)).withProcess(4);
      long start = System.nanoTime();
      try (Journal journal = Journal.create(file)) {
        for (int i = 0; i < OPS; i++) {
          journal.append(op.withTime(i));
        }
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf("%,.0f appends/s, %,d bytes%n", OPS / seconds, Files.size(file));
      Files.delete(file);
      Files.delete(file.getParent());
    }
  }
}
