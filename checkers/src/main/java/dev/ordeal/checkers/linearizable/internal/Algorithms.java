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
    if (structure instanceof Structure.OwnedLock) {
      return List.of(new HoldingZones());
    }
    if (structure instanceof Structure.Permits) {
      return List.of(new LazyDeadlines());
    }
    if (structure instanceof Structure.Counter) {
      return List.of(new Glover());
    }
    if (structure instanceof Structure.UniqueIds) {
      return List.of(new DistinctIds());
    }
    if (structure instanceof Structure.Log) {
      return List.of(new LongestRead());
    }
    if (structure instanceof Structure.GrowOnlySet) {
      return List.of(new ReadChain());
    }
    if (structure instanceof Structure.FencedRegister) {
      return List.of(new TokenOrder());
    }
    return List.of();
  }
}
