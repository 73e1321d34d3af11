package dev.ordeal.harness.cluster.testnode;

import dev.ordeal.harness.cluster.NodePlace;
import java.util.List;
import java.util.stream.Stream;

/** The command line of {@link TestNodeMain}. */
public final class TestNodeCommand {

  private TestNodeCommand() {}

  /** What it is told of its place. */
  public static List<String> arguments(NodePlace place) {
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

  /** The same after the name of the class. */
  public static List<String> withClass(NodePlace place) {
    return Stream.concat(Stream.of(TestNodeMain.class.getName()), arguments(place).stream())
        .toList();
  }
}
