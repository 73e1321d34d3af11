package dev.ordeal.workloads;

import static dev.ordeal.harness.generator.Generators.eachProcess;
import static dev.ordeal.harness.generator.Generators.invoke;
import static dev.ordeal.harness.generator.Generators.phases;

import dev.ordeal.harness.generator.Generator;
import dev.ordeal.history.Op;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How trials of transactions end, once everything is healed: every client waits until its node is
 * in doubt of no transaction, reads everything, and asks for doubts again, of its own reads too.
 */
final class Settling {
  private static final Duration ASK = Duration.ofMillis(100);

  /** Transactions that are in doubt for longer do not keep anybody from trying to read. */
  private static final Duration PATIENCE = Duration.ofSeconds(6);

  private Settling() {}

  /** Around these reads, which each process does. */
  static Generator around(Generator reads) {
    return phases(
        eachProcess(doubts()).timeLimit(PATIENCE),
        eachProcess(reads).timeLimit(PATIENCE),
        eachProcess(doubts()));
  }

  private static Generator doubts() {
    return invoke("doubts").repeat().stagger(ASK).stopWhen(Settling::isNone);
  }

  private static boolean isNone(Op op) {
    return op.type() == Op.Type.OK
        && op.f().equals("doubts")
        && op.value() instanceof Map<?, ?> answer
        && answer.get("txns") instanceof List<?> txns
        && txns.isEmpty();
  }
}
