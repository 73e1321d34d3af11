package dev.ordeal.nemesis;

import static org.assertj.core.api.Assumptions.assumeThat;

import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.cluster.containers.ContainerBackend;
import dev.ordeal.harness.cluster.containers.ContainerEngine;
import dev.ordeal.harness.cluster.containers.JavaImage;
import java.util.List;

class RealContainerFaultsIT extends RealFaults {

  @Override
  Backend backend() {
    // Nobody misses it unseen: without an engine, the conformance of containers fails.
    assumeThat(ContainerEngine.problem()).isEmpty();
    return ContainerBackend.of(3, JavaImage.holding(EchoNode.class).modules("java.instrument"))
        .command(place -> List.of(EchoNode.class.getName(), place.listen().toString()));
  }

  @Override
  List<Fault> more() {
    var one = Targets.named("n3");
    return List.of(Fault.starveFiles(one, 0), Fault.starveMemory(one, 16));
  }
}
