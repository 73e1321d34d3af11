package dev.ordeal.checkers.linearizable.internal;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntPredicate;

/**
 * How configurations came about: a forest in which each node adds one operation to the order of its
 * parent. What leads to no living configuration is forgotten now and then, and since those of one
 * moment mostly share all but their last few steps, little remains.
 */
final class Lineage {
  /** The parent of the first operation of an order. */
  static final int ROOT = -1;

  private static final int INITIAL_CAPACITY = 1 << 6;

  /** With fewer nodes than this there is nothing worth forgetting. */
  private static final int FEW = 1 << 10;

  private int[] parents = new int[INITIAL_CAPACITY];
  private int[] operations = new int[INITIAL_CAPACITY];
  private int size;
  private int sizeAfterForgetting = FEW;

  /** The node of an order that goes on with an operation. */
  int place(int parent, int operation) {
    return add(parent, operation);
  }

  /** The node of an order that has an operation just before its last overwrite. */
  int absorb(int parent, int operation) {
    return add(parent, ~operation);
  }

  private int add(int parent, int operation) {
    if (size == parents.length) {
      parents = Arrays.copyOf(parents, 2 * size);
      operations = Arrays.copyOf(operations, 2 * size);
    }
    parents[size] = parent;
    operations[size] = operation;
    return size++;
  }

  boolean isWorthForgetting() {
    return size > 4L * sizeAfterForgetting;
  }

  /** Forgets what leads to none of these configurations. */
  void forgetAllBut(ConfigurationSet living) {
    var reached = new BitSet(size);
    for (int i = 0; i < living.size(); i++) {
      for (int at = living.lineage(i); at != ROOT && !reached.get(at); at = parents[at]) {
        reached.set(at);
      }
    }
    int[] moved = new int[size];
    int left = 0;
    for (int at = reached.nextSetBit(0); at >= 0; at = reached.nextSetBit(at + 1)) {
      moved[at] = left;
      parents[left] = parents[at] == ROOT ? ROOT : moved[parents[at]];
      operations[left++] = operations[at];
    }
    size = left;
    sizeAfterForgetting = Math.max(left, FEW);
    for (int i = 0; i < living.size(); i++) {
      if (living.lineage(i) != ROOT) {
        living.lineage(i, moved[living.lineage(i)]);
      }
    }
  }

  /** The order that ends in a node. */
  int[] order(int node, IntPredicate isOverwrite) {
    int length = 0;
    for (int at = node; at != ROOT; at = parents[at]) {
      length++;
    }
    int[] added = new int[length];
    for (int at = node, i = length; at != ROOT; at = parents[at]) {
      added[--i] = operations[at];
    }
    return withAbsorbed(added, isOverwrite);
  }

  /** Puts each absorbed operation before the last overwrite that was there when it was added. */
  private static int[] withAbsorbed(int[] added, IntPredicate isOverwrite) {
    int[] first = new int[added.length];
    int[] last = new int[added.length];
    int[] next = new int[added.length];
    Arrays.fill(first, -1);
    int overwrite = -1;
    for (int i = 0; i < added.length; i++) {
      if (added[i] >= 0) {
        overwrite = isOverwrite.test(added[i]) ? i : overwrite;
        continue;
      }
      next[i] = -1;
      if (first[overwrite] < 0) {
        first[overwrite] = i;
      } else {
        next[last[overwrite]] = i;
      }
      last[overwrite] = i;
    }
    int[] order = new int[added.length];
    int size = 0;
    for (int i = 0; i < added.length; i++) {
      if (added[i] >= 0) {
        for (int absorbed = first[i]; absorbed >= 0; absorbed = next[absorbed]) {
          order[size++] = ~added[absorbed];
        }
        order[size++] = added[i];
      }
    }
    return order;
  }

  long bytes() {
    return 8L * parents.length;
  }
}
