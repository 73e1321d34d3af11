package dev.ordeal.harness.cluster.containers;

import com.google.gson.Gson;
import dev.ordeal.harness.client.ErrorCodes;
import dev.ordeal.harness.cluster.NodePlace;
import dev.ordeal.harness.cluster.testnode.TestNodeMain;
import java.util.List;

/** The test program in containers. */
final class TestNodes {
  static final JavaImage IMAGE =
      JavaImage.holding(TestNodeMain.class, ErrorCodes.class, Gson.class);

  private TestNodes() {}

  static ContainerBackend backend(int nodes) {
    return ContainerBackend.of(nodes, IMAGE).command(TestNodes::command);
  }

  static List<String> command(NodePlace place) {
    return List.of(
        TestNodeMain.class.getName(),
        "--name",
        place.name(),
        "--listen",
        place.listen().toString(),
        "--peers",
        place.peersText(),
        "--data",
        place.data());
  }
}
