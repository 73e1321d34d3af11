package dev.ordeal.systems.commit;

import dev.ordeal.systems.port.NodeProgram;
import dev.ordeal.systems.service.Family;
import dev.ordeal.systems.service.Options;
import java.util.List;
import java.util.function.Supplier;

/**
 * The variants of two-phase commit by name. Options, in milliseconds: {@code timeout-ms} (1000: how
 * long a node tries to serve a request; half of it is for the votes), {@code lock-wait-ms} (200:
 * how long a transaction waits for its locks at a shard), {@code retry-ms} (40: after how long one
 * asks or tells again), {@code patience-ms} (100: after how long a participant of 2pc-impatient
 * aborts).
 */
public final class Commits implements Family {

  @Override
  public List<String> names() {
    return List.of(
        "2pc-forgetful", "2pc-impatient", "2pc-unlocked", "2pc-durable", "2pc-replicated");
  }

  @Override
  public Supplier<NodeProgram> programs(String name, Options options) {
    var timings =
        new Timings(
            options.millis("timeout-ms", 1_000),
            options.millis("lock-wait-ms", 200),
            options.millis("retry-ms", 40),
            options.millis("patience-ms", 100));
    return switch (name) {
      case "2pc-forgetful" -> () -> new ForgetfulCommit(timings);
      case "2pc-impatient" -> () -> new ImpatientCommit(timings);
      case "2pc-unlocked" -> () -> new UnlockedCommit(timings);
      case "2pc-durable" -> () -> new DurableCommit(timings);
      case "2pc-replicated" -> () -> new ReplicatedCommit(timings);
      default -> throw new IllegalArgumentException("no variant is called " + name);
    };
  }
}
