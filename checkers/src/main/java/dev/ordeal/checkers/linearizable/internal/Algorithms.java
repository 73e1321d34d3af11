package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Structure;
import java.util.List;

/** Which algorithm was made for which structure. */
public final class Algorithms {

  private Algorithms() {}

  /** The algorithms that may decide histories of a structure, the fastest first. */
  public static List<Algorithm> of(Structure structure) {
    if (structure instanceof Structure.Register) {
      return List.of(new GibbonsKorach());
    }
    if (structure instanceof Structure.Queue) {
      return List.of(new HenzingerSezginVafeiadis());
    }
    if (structure instanceof Structure.PriorityQueue) {
      return List.of(new LeeMathurPriorityQueue());
    }
    if (structure instanceof Structure.Stack) {
      return List.of(new LeeMathurStack());
    }
    return List.of();
  }
}
