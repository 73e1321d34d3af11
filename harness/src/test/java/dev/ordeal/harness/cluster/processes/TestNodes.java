package dev.ordeal.harness.cluster.processes;

import dev.ordeal.harness.cluster.testnode.TestNodeMain;
import java.util.List;

/** The command line of the conformance suite's program. */
final class TestNodes {

  private TestNodes() {}

  static JavaCommand command() {
    return JavaCommand.of(TestNodeMain.class)
        .arguments(
            place ->
                List.of(
                    "--name",
                    place.name(),
                    "--listen",
                    place.listen().toString(),
                    "--peers",
                    place.peersText(),
                    "--data",
                    place.data(),
                    "--until-stdin-ends"));
  }
}
