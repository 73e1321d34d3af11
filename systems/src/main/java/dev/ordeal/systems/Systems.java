package dev.ordeal.systems;

import dev.ordeal.systems.commit.Commits;
import dev.ordeal.systems.lock.Locks;
import dev.ordeal.systems.port.NodeProgram;
import dev.ordeal.systems.ring.Rings;
import dev.ordeal.systems.service.Family;
import dev.ordeal.systems.service.Options;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The systems under test by name. */
public final class Systems {
  private static final List<Family> FAMILIES = List.of(new Locks(), new Rings(), new Commits());

  private Systems() {}

  /** The names of all systems. */
  public static List<String> names() {
    return FAMILIES.stream().flatMap(family -> family.names().stream()).toList();
  }

  /**
   * What makes the nodes of a system: a fresh program for every start of a node.
   *
   * @param name one of {@link #names}
   * @param options by name, as the system's family describes them
   * @throws IllegalArgumentException if there is no such system or option
   */
  public static Supplier<NodeProgram> named(String name, Map<String, String> options) {
    for (Family family : FAMILIES) {
      if (family.names().contains(name)) {
        var asked = new Options(options);
        Supplier<NodeProgram> programs = family.programs(name, asked);
        asked.refuseOthers(name);
        return programs;
      }
    }
    throw new IllegalArgumentException(
        "no system is called " + name + "; there are " + String.join(", ", names()));
  }
}
