package dev.ordeal.harness.cluster.processes;

import dev.ordeal.harness.cluster.testnode.TestNodeCommand;
import dev.ordeal.harness.cluster.testnode.TestNodeMain;
import java.util.ArrayList;

/** The command line of the conformance suite's program. */
final class TestNodes {

  private TestNodes() {}

  static JavaCommand command() {
    return deafToStdin()
        .arguments(
            place -> {
              var arguments = new ArrayList<>(TestNodeCommand.arguments(place));
              arguments.add("--until-stdin-ends");
              return arguments;
            });
  }

  /** Does not end by itself when its parent does. */
  static JavaCommand deafToStdin() {
    return JavaCommand.of(TestNodeMain.class).arguments(TestNodeCommand::arguments);
  }
}
