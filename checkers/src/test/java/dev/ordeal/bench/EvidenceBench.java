package dev.ordeal.bench;

import dev.ordeal.checkers.EvidenceOf;
import dev.ordeal.checkers.RecoveryOf;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Measures what evidence and recovery cost on a history of many operations and faults. */
public final class EvidenceBench {
  private static final Map<String, String> KINDS = Map.of("cut", "join", "kill", "restart");
  private static final int CLIENTS = 20;

  private EvidenceBench() {}

  /** The arguments are the numbers of operations and of faults. */
  public static void main(String[] arguments) {
    int operations = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
    int faults = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 200;
    History history = history(operations, faults);
    for (int round = 0; round < 4; round++) {
      time("evidence", () -> EvidenceOf.history(history, KINDS).faults());
      time("recovery", () -> RecoveryOf.history(history, KINDS).kinds().keySet());
    }
  }

  private static void time(String what, Supplier<Object> task) {
    long begin = System.nanoTime();
    Object result = task.get();
    System.out.printf("%s %,.0f ms %s%n", what, (System.nanoTime() - begin) / 1e6, result);
  }

  private static History history(int operations, int faults) {
    var random = new SplittableRandom(7);
    var builder = History.builder();
    int perFault = Math.max(4, operations / faults);
    for (int i = 0; i < operations; i++) {
      long time = i * 1_000_000L;
      int phase = i % perFault;
      if (phase == perFault / 2 || phase == perFault / 2 + perFault / 4) {
        boolean isFirst = phase == perFault / 2;
        boolean isCut = i / perFault % 2 == 0;
        String f = isCut ? (isFirst ? "cut" : "join") : isFirst ? "kill" : "restart";
        Op fault = Op.invoke(f).withProcess(Op.NEMESIS).withTime(time);
        builder.add(fault);
        builder.add(fault.info("").withValue(Map.of("bit", true)).withTime(time));
      }
      Op read = Op.invoke("read").withProcess(i % CLIENTS).withTime(time);
      builder.add(read);
      boolean isOk = random.nextInt(10) > 0;
      builder.add((isOk ? read.ok() : read.fail("no")).withTime(time + random.nextInt(1_000_000)));
    }
    return builder.build();
  }
}
