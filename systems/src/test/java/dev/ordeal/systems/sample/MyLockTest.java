package dev.ordeal.systems.sample;

import static dev.ordeal.nemesis.Fault.kill;
import static dev.ordeal.nemesis.Fault.pause;
import static dev.ordeal.nemesis.Targets.one;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.ordeal.harness.Trial;
import dev.ordeal.harness.Workload;
import dev.ordeal.harness.client.Client;
import dev.ordeal.harness.cluster.processes.JavaCommand;
import dev.ordeal.harness.cluster.processes.ProcessBackend;
import dev.ordeal.harness.junit.OrdealExtension;
import dev.ordeal.workloads.Locks;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MyLockTest {

  @RegisterExtension
  static final OrdealExtension ORDEAL =
      OrdealExtension.on(
          ProcessBackend.of(
              1,
              JavaCommand.of(MyLockServer.class)
                  .arguments(place -> List.of("" + place.listen().port()))));

  static final Workload LOCK = Locks.exclusive(node -> clientOf(new MyLockClient(node.address())));

  static Client clientOf(MyLockClient lock) {
    return Client.on("acquire", op -> lock.tryLock("p" + op.process()) ? op.ok() : op.fail("held"))
        .on("release", op -> lock.unlock("p" + op.process()) ? op.ok() : op.fail("not mine"))
        .closing(lock);
  }

  @Test
  void excludes_while_the_server_is_paused(Trial trial) {
    var pauses = pause(one()).every(ofSeconds(2));
    trial.workload(LOCK).faults(pauses).time(ofSeconds(6)).run().assertValid();
  }

  @Test
  void forgets_its_holder_when_the_server_is_killed(Trial trial) {
    var crashes = kill(one()).every(ofSeconds(2)).lasting(ofMillis(200));
    trial
        .workload(LOCK)
        .faults(crashes)
        .time(ofSeconds(6))
        .run()
        .assertConvicted("mutual-exclusion");
  }
}
