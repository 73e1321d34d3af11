package dev.ordeal.systems.redis;

import static dev.ordeal.nemesis.Fault.kill;
import static dev.ordeal.nemesis.Targets.leader;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.ordeal.harness.Seeds;
import dev.ordeal.harness.Trial;
import dev.ordeal.harness.client.Client;
import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.NodePlace;
import dev.ordeal.harness.cluster.Question;
import dev.ordeal.harness.cluster.containers.ContainerBackend;
import dev.ordeal.harness.cluster.processes.ProcessBackend;
import dev.ordeal.harness.junit.OrdealExtension;
import dev.ordeal.harness.junit.RequiresContainers;
import dev.ordeal.workloads.Locks;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The lock of {@link RedisLockTrial} in containers, over many seeds, and where it is sound: on one
 * Redis that syncs what it answers.
 */
@RequiresRedis
@ExtendWith(OrdealExtension.class)
class RedisWorldsTrial {
  private final RedisLockTrial two = new RedisLockTrial();
  private final Failover redis = two.redis;

  @Test
  @RequiresContainers
  void in_containers_it_loses_its_holder_as_well(Trial trial) {
    two.trial(trial.on(containers(RedisImage.name()))).run().assertConvicted("mutual-exclusion");
  }

  private Backend containers(String image) {
    return ContainerBackend.of(2, image)
        .port(6379)
        .command(two::command)
        .readyWhen(redis::enrol)
        .leader(redis::primary)
        .probe(Question.saying("PING\r\n").answered("+PONG"));
  }

  @Test
  void one_redis_that_syncs_keeps_its_holder(Trial trial) {
    sound(trial).run().assertValid();
  }

  @Test
  @Tag("long")
  void it_is_convicted_whatever_the_seed(Trial trial) {
    Seeds.asked().convict(two.trial(trial.on(two.processes())), "mutual-exclusion", 0.95);
  }

  @Test
  @Tag("long")
  void one_redis_that_syncs_is_acquitted_whatever_the_seed(Trial trial) {
    Seeds.asked().acquit(sound(trial));
  }

  private Trial sound(Trial trial) {
    return trial
        .on(
            ProcessBackend.of(1, this::syncing)
                .readyWhen(redis::enrol)
                .leader(redis::primary)
                .probe(Question.saying("PING\r\n").answered("+PONG")))
        .workload(Locks.exclusive(this::patient))
        .faults(kill(leader()).every(ofSeconds(2)).lasting(ofMillis(300)))
        .time(ofSeconds(6));
  }

  private List<String> syncing(NodePlace place) {
    var sync = Stream.of("--appendonly", "yes", "--appendfsync", "always");
    return Stream.concat(two.command(place).stream(), sync).toList();
  }

  /** A limit that nobody who holds for a second outlives, however slow the machine. */
  private Client patient(Node node) {
    return RedisLockTrial.client(new RedisLock(redis, ofMillis(2500)));
  }
}
