package dev.ordeal.systems.redis;

import static dev.ordeal.nemesis.Fault.kill;
import static dev.ordeal.nemesis.Fault.partition;
import static dev.ordeal.nemesis.Shape.pair;
import static dev.ordeal.nemesis.Targets.leader;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.ordeal.harness.Trial;
import dev.ordeal.harness.client.Client;
import dev.ordeal.harness.cluster.NodePlace;
import dev.ordeal.harness.cluster.Question;
import dev.ordeal.harness.cluster.processes.ProcessBackend;
import dev.ordeal.harness.junit.OrdealExtension;
import dev.ordeal.nemesis.Plan;
import dev.ordeal.workloads.Locks;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RequiresRedis
class RedisLockTrial {
  final Failover redis = new Failover();
  @RegisterExtension final OrdealExtension ordeal = OrdealExtension.on(processes());

  ProcessBackend processes() {
    return ProcessBackend.of(2, this::command)
        .readyWhen(redis::enrol)
        .leader(redis::primary)
        .probe(Question.saying("PING\r\n").answered("+PONG"));
  }

  List<String> command(NodePlace place) {
    redis.place(place);
    var at = place.listen();
    var port = "" + at.port();
    return List.of("redis-server", "--bind", at.host(), "--port", port, "--protected-mode", "no");
  }

  static Client client(RedisLock lock) {
    return Client.on("acquire", op -> lock.tryLock("p" + op.process()) ? op.ok() : op.fail("held"))
        .on("release", op -> lock.unlock() ? op.ok() : op.fail("not mine"));
  }

  Trial trial(Trial trial) {
    var cut = partition(pair("n1", "n2")).every(ofSeconds(3)).lasting(ofMillis(2500));
    var crash = kill(leader()).every(ofSeconds(3)).lasting(ofMillis(400)).after(ofMillis(2500));
    return trial
        .workload(Locks.exclusive(node -> client(new RedisLock(redis, ofMillis(1500)))))
        .faults(Plan.together(cut.after(ofMillis(200)), crash))
        .time(ofSeconds(10));
  }

  @Test
  void loses_its_holder_with_the_primary(Trial trial) {
    trial(trial).run().assertConvicted("mutual-exclusion");
  }
}
