package dev.ordeal.checkers.sessions;

import java.util.Arrays;

/** Per key the sessions that write it, and the writes of each, in order. */
final class KeyWriters {
  private final Program program;

  /** Per key where its groups begin; one more than keys. */
  private final int[] groupBase;

  /** Per group where its writes begin in {@link #writes}; one more than groups. */
  private final int[] writeBase;

  private final int[] writes;

  KeyWriters(Program program) {
    this.program = program;
    var observed = program.observed;
    groupBase = new int[observed.keys() + 1];
    writes = new int[observed.operations()];
    int[] bases = new int[observed.operations() + 1];
    int groups = 0;
    int end = 0;
    for (int key = 0; key < observed.keys(); key++) {
      long before = -1;
      for (long write : writesOf(key)) {
        if (write >>> 32 != before) {
          before = write >>> 32;
          bases[groups++] = end;
        }
        writes[end++] = (int) write;
      }
      groupBase[key + 1] = groups;
    }
    bases[groups] = end;
    writeBase = Arrays.copyOf(bases, groups + 1);
  }

  /** The writes of a key, each below its session, in order. */
  private long[] writesOf(int key) {
    var observed = program.observed;
    int from = observed.keyBase()[key];
    int to = observed.keyBase()[key + 1];
    long[] found = new long[to - from];
    int count = 0;
    for (int at = from; at < to; at++) {
      int operation = observed.byKey()[at];
      if (observed.isWrite()[operation] && program.isPlaced[operation]) {
        found[count++] = (long) observed.session()[operation] << 32 | operation;
      }
    }
    long[] sorted = Arrays.copyOf(found, count);
    Arrays.sort(sorted);
    return sorted;
  }

  int firstGroup(int key) {
    return groupBase[key];
  }

  int endGroup(int key) {
    return groupBase[key + 1];
  }

  int session(int group) {
    return program.observed.session()[firstWrite(group)];
  }

  int firstWrite(int group) {
    return writes[writeBase[group]];
  }

  /** The last write of a group up to a place in its session, or -1. */
  int lastUpTo(int group, int place) {
    int low = writeBase[group];
    int high = writeBase[group + 1];
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (program.place[writes[middle]] <= place) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == writeBase[group] ? -1 : writes[low - 1];
  }
}
