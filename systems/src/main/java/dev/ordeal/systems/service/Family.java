package dev.ordeal.systems.service;

import dev.ordeal.systems.port.NodeProgram;
import java.util.List;
import java.util.function.Supplier;

/** The systems that solve one problem, some of them wrongly. */
public interface Family {

  /** Their names. */
  List<String> names();

  /**
   * What makes the nodes of one: a fresh program for every start of a node.
   *
   * @param name one of {@link #names}
   * @param options all that are given, for the family to take what it knows
   * @throws IllegalArgumentException if an option has a wrong value
   */
  Supplier<NodeProgram> programs(String name, Options options);
}
