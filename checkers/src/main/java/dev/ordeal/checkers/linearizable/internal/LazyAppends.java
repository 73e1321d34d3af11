package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.linearizable.internal.Decision.Ordered;
import dev.ordeal.checkers.linearizable.internal.Decision.Refuted;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Decides logs in which a value was appended more than once: the longest read tells the order of
 * the values, but not which append of a value is which entry.
 *
 * <p>As in {@link LazyDeadlines}, whatever can wait waits, and of the appends of a value the one
 * that ends first goes first. At the end of a read that did not take effect yet, the log must have
 * grown to its length; at the end of an append, to the next entry of its value that is missing, or,
 * if there is none, to all entries, and beyond. Each entry on the way is the pending append of its
 * value that ends first; if there is none, there is no order. Before the log grows, it is read by
 * all pending reads of its length; a read that begins when the log is longer comes too late.
 *
 * <p><em>Why this is exact.</em> Appends of one value that have both begun may swap places, so the
 * one that ends first may take the earlier entry. Nothing that waits ends before the next end, so
 * what an order does between two ends can be done at the later one, and what it does there beyond
 * what that end asks for can wait as well. So what is done here agrees, step by step, with some
 * order, if there is any.
 */
final class LazyAppends {
  private static final int NONE = -1;

  private final Intervals order;
  private final Telling telling;

  /** Per operation its length as a read; {@link #NONE} for an append. */
  private final int[] length;

  /** Per append the number of its value; {@link #NONE} if nobody read it. */
  private final int[] value;

  /** Per entry of the longest read the number of its value. */
  private final int[] entries;

  private final int longest;
  private final int[] operationAt;
  private final boolean[] placed;
  private final int[] found;
  private int size;

  /** How many entries there are, and whether there is an append behind all that were read. */
  private int grown;

  private boolean isBeyond;

  /** What made the log grow last. */
  private int cause = NONE;

  /** Per value the next entry that is missing, and per entry the next of the same value. */
  private final int[] nextOfValue;

  private final int[] nextEntry;

  /** Per length the last pending read, and per read the one before it. */
  private final int[] readOfLength;

  private final int[] nextRead;

  /** Per value a heap of its pending appends by their ends (Crane's leftist tree). */
  private final int[] heap;

  private final int[] left;
  private final int[] right;
  private final int[] rank;

  LazyAppends(
      Problem problem, Intervals order, int[] length, int[] value, int[] entries, int longest) {
    this.order = order;
    this.telling = new Telling(problem);
    this.length = length;
    this.value = value;
    this.entries = entries;
    this.longest = longest;
    this.operationAt = Pending.operationAt(order);
    this.placed = new boolean[length.length];
    this.found = new int[length.length];
    this.nextOfValue = filled(entries.length);
    this.nextEntry = filled(entries.length);
    this.readOfLength = filled(entries.length + 1);
    this.nextRead = filled(length.length);
    this.heap = filled(entries.length);
    this.left = filled(length.length);
    this.right = filled(length.length);
    this.rank = new int[length.length];
    for (int entry = entries.length - 1; entry >= 0; entry--) {
      nextEntry[entry] = nextOfValue[entries[entry]];
      nextOfValue[entries[entry]] = entry;
    }
  }

  private static int[] filled(int size) {
    int[] array = new int[size];
    Arrays.fill(array, NONE);
    return array;
  }

  Decision decide() {
    for (int at = 0; at < operationAt.length; at++) {
      int operation = operationAt[at];
      if (operation == NONE || placed[operation]) {
        continue;
      }
      if (order.begin()[operation] != at) {
        if (!end(operation)) {
          return notBegun(operation);
        }
      } else if (!begin(operation)) {
        return tooLate(operation);
      }
    }
    return new Ordered(Arrays.copyOf(found, size), operationAt.length);
  }

  private boolean begin(int operation) {
    if (length[operation] != NONE) {
      nextRead[operation] = readOfLength[length[operation]];
      readOfLength[length[operation]] = operation;
      return length[operation] >= grown && !isBeyond;
    }
    if (value[operation] != NONE) {
      heap[value[operation]] = merged(heap[value[operation]], operation);
    }
    return true;
  }

  /** What must have happened by the end of an operation; false if that cannot be. */
  private boolean end(int operation) {
    boolean isRead = length[operation] != NONE;
    int next = isRead || value[operation] == NONE ? NONE : nextOfValue[value[operation]];
    int target = isRead ? length[operation] : next == NONE ? entries.length : next + 1;
    while (grown < target) {
      if (!grow()) {
        return false;
      }
      cause = operation;
    }
    if (isRead) {
      read();
    } else if (next == NONE) {
      read();
      isBeyond = true;
      cause = operation;
      if (value[operation] != NONE) {
        pop(value[operation]);
      }
      place(operation);
    }
    return true;
  }

  private boolean grow() {
    int of = entries[grown];
    if (heap[of] == NONE) {
      return false;
    }
    read();
    place(pop(of));
    nextOfValue[of] = nextEntry[grown++];
    return true;
  }

  private void read() {
    for (int read = readOfLength[grown]; read != NONE; read = nextRead[read]) {
      place(read);
    }
    readOfLength[grown] = NONE;
  }

  private void place(int operation) {
    placed[operation] = true;
    found[size++] = operation;
  }

  private int pop(int of) {
    int first = heap[of];
    heap[of] = merged(left[first], right[first]);
    return first;
  }

  private int merged(int one, int other) {
    if (one == NONE || other == NONE) {
      return Math.max(one, other);
    }
    boolean inOrder = order.end()[one] <= order.end()[other];
    int first = inOrder ? one : other;
    int child = merged(right[first], inOrder ? other : one);
    boolean swaps = left[first] == NONE || rank[left[first]] < rank[child];
    right[first] = swaps ? left[first] : child;
    left[first] = swaps ? child : left[first];
    rank[first] = right[first] == NONE ? 0 : rank[right[first]] + 1;
    return first;
  }

  private Refuted tooLate(int read) {
    Telling times = telling.apart(cause, read);
    String because =
        "%s ended before %s began, which should have read more"
            .formatted(times.operation(cause), times.operation(read));
    // A lone append of the lone entry, and the read of it, are fine by themselves.
    boolean isFine = length[read] == 1 && entries.length == 1 && value[cause] != NONE;
    int[] pair = isFine ? new int[] {read} : new int[] {read, cause, longest};
    return refuted("stale-read", because, pair);
  }

  private Refuted notBegun(int operation) {
    String because =
        "when %s ended, too few appends had begun for what %s reads up to there"
            .formatted(telling.operation(operation), telling.operation(longest));
    return refuted("unexpected-element", because, new int[] {operation, longest});
  }

  private Refuted refuted(String name, String because, int[] operations) {
    int[] some = IntStream.of(operations).sorted().distinct().toArray();
    return new Refuted(name, because, some, operationAt.length);
  }
}
