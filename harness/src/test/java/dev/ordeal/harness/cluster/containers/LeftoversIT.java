package dev.ordeal.harness.cluster.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Network;
import dev.ordeal.harness.internal.Alone;
import dev.ordeal.harness.internal.OwnerJvm;
import dev.ordeal.harness.internal.reaper.Ownership;
import dev.ordeal.harness.internal.reaper.ProcessIdentity;
import dev.ordeal.harness.junit.RequiresContainers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the containers of a test that was killed. */
@RequiresContainers
@ExtendWith(Alone.class)
class LeftoversIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private ContainerEngine engine;
  private Process owner;
  private ProcessIdentity reaper;
  private String label;

  @BeforeEach
  void start_a_process_that_owns_a_cluster() throws IOException {
    engine = ContainerEngine.find();
    var command = OwnerJvm.command(ClusterOwnerMain.class, folder.toString());
    var log = folder.resolve("owner.log").toFile();
    owner = new ProcessBuilder(command).redirectError(log).start();
    label = new Ownership(machine(), ProcessIdentity.of(owner.toHandle())).toString();
    var line = owner.inputReader().readLine();
    assertThat(line).as("the owner's log is %s", log).isNotNull();
    reaper = ProcessIdentity.of(Long.parseLong(line)).orElseThrow();
  }

  @AfterEach
  void end_what_a_failed_test_left() {
    owner.destroyForcibly();
    await().until(() -> !owner.isAlive());
    Leftovers.sweep(engine);
  }

  private static String machine() {
    return Ownership.ofThisJvm().machine();
  }

  private List<Container> containers() {
    return engine
        .client()
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(Map.of(Labels.OWNER, label))
        .exec();
  }

  private List<Network> networks() {
    var filter = List.of(Labels.OWNER + "=" + label);
    return engine.client().listNetworksCmd().withFilter("label", filter).exec();
  }

  private boolean nothingIsLeft() {
    return containers().isEmpty() && networks().isEmpty();
  }

  @Test
  void the_reaper_of_a_killed_process_removes_its_containers_and_its_network() {
    assertThat(containers()).hasSize(3);
    assertThat(networks()).hasSize(1);
    owner.destroyForcibly();
    await().atMost(PATIENCE).until(this::nothingIsLeft);
    await().atMost(PATIENCE).until(() -> !reaper.isAlive());
    assertThat(folder.resolve("logs/n1.log")).content().contains("serving");
  }

  @Test
  void a_process_that_is_interrupted_leaves_no_container_and_no_network() throws Exception {
    assertThat(containers()).hasSize(3);
    OwnerJvm.interrupt(owner);
    await().atMost(PATIENCE).until(this::nothingIsLeft);
    await().atMost(PATIENCE).until(() -> !reaper.isAlive());
  }

  @Test
  void a_sweep_leaves_alone_what_a_running_process_owns() {
    Leftovers.sweep(engine);
    assertThat(containers()).hasSize(3);
    assertThat(networks()).hasSize(1);
  }

  @Test
  void a_sweep_removes_what_a_process_killed_with_its_reaper_left() {
    reaper.handle().orElseThrow().destroyForcibly();
    await().until(() -> !reaper.isAlive());
    owner.destroyForcibly();
    await().until(() -> !owner.isAlive());
    assertThat(containers()).hasSize(3);
    Leftovers.sweep(engine);
    assertThat(nothingIsLeft()).isTrue();
  }
}
