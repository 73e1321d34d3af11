package dev.ordeal.harness.cluster.containers;

import com.google.gson.Gson;
import dev.ordeal.harness.client.ErrorCodes;
import dev.ordeal.harness.cluster.testnode.TestNodeCommand;
import dev.ordeal.harness.cluster.testnode.TestNodeMain;

/** The test program in containers. */
final class TestNodes {
  static final JavaImage IMAGE =
      JavaImage.holding(TestNodeMain.class, ErrorCodes.class, Gson.class);

  private TestNodes() {}

  static ContainerBackend backend(int nodes) {
    return ContainerBackend.of(nodes, IMAGE).command(TestNodeCommand::withClass);
  }
}
