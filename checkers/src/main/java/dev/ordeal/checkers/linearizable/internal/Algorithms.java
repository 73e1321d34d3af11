package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Structure;
import java.util.List;

/** Which algorithm was made for which structure. */
public final class Algorithms {

  private Algorithms() {}

  /** The algorithms that may decide histories of a structure, the fastest first. */
  public static List<Algorithm> of(Structure structure) {
    return List.of();
  }
}
