package dev.ordeal.harness.cluster.processes;

import dev.ordeal.harness.cluster.NodePlace;
import dev.ordeal.harness.cluster.testnode.TestNodeMain;
import java.util.ArrayList;
import java.util.List;

/** The command line of the conformance suite's program. */
final class TestNodes {

  private TestNodes() {}

  static JavaCommand command() {
    return deafToStdin()
        .arguments(
            place -> {
              var arguments = new ArrayList<>(arguments(place));
              arguments.add("--until-stdin-ends");
              return arguments;
            });
  }

  /** Does not end by itself when its parent does. */
  static JavaCommand deafToStdin() {
    return JavaCommand.of(TestNodeMain.class).arguments(TestNodes::arguments);
  }

  private static List<String> arguments(NodePlace place) {
    return List.of(
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
