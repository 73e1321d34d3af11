package dev.ordeal.checkers.linearizable.internal;

import java.util.Arrays;

/**
 * Configurations, each once, in the order in which they came: packed longs in one array, found by
 * open addressing.
 *
 * <p>A configuration is the model's state and, per open operation, whether it is placed and whether
 * it is absorbable: {@code 1 + 2 * width} words. Beside it stands how it came about.
 */
final class ConfigurationSet {
  private static final int INITIAL_CAPACITY = 64;

  private final int width;
  private final int stride;
  private long[] words;
  private int[] lineage = new int[INITIAL_CAPACITY];
  private int[] table = new int[4 * INITIAL_CAPACITY];

  /** Where in the table each configuration stands. */
  private int[] slots = new int[INITIAL_CAPACITY];

  private int size;

  ConfigurationSet(int width) {
    this.width = width;
    this.stride = 1 + 2 * width;
    this.words = new long[INITIAL_CAPACITY * stride];
    Arrays.fill(table, -1);
  }

  int size() {
    return size;
  }

  int width() {
    return width;
  }

  /** Where the words of a configuration begin. */
  int at(int index) {
    return index * stride;
  }

  /**
   * The words of all configurations; may be replaced when one is added. Who writes to them adds no
   * more before the set is cleared, and keeps them different from each other.
   */
  long[] words() {
    return words;
  }

  int lineage(int index) {
    return lineage[index];
  }

  void lineage(int index, int node) {
    lineage[index] = node;
  }

  void clear() {
    for (int i = 0; i < size; i++) {
      table[slots[i]] = -1;
    }
    size = 0;
  }

  /** Adds a configuration; its index, or -1 if it was there. */
  int add(long[] configuration, int from) {
    if (4 * (size + 1) > table.length) {
      growTable();
    }
    int slot = hash(configuration, from);
    while (table[slot] != -1) {
      if (same(table[slot] * stride, configuration, from)) {
        return -1;
      }
      slot = slot + 1 & table.length - 1;
    }
    if (size == lineage.length) {
      words = Arrays.copyOf(words, 2 * words.length);
      lineage = Arrays.copyOf(lineage, 2 * size);
      slots = Arrays.copyOf(slots, 2 * size);
    }
    System.arraycopy(configuration, from, words, size * stride, stride);
    table[slot] = size;
    slots[size] = slot;
    return size++;
  }

  /** Keeps only those marked, and their order. */
  void retain(boolean[] kept) {
    for (int i = 0; i < size; i++) {
      table[slots[i]] = -1;
    }
    int left = 0;
    for (int i = 0; i < size; i++) {
      if (kept[i]) {
        System.arraycopy(words, i * stride, words, left * stride, stride);
        lineage[left++] = lineage[i];
      }
    }
    size = left;
    for (int i = 0; i < size; i++) {
      insert(i);
    }
  }

  private void growTable() {
    table = new int[2 * table.length];
    Arrays.fill(table, -1);
    for (int i = 0; i < size; i++) {
      insert(i);
    }
  }

  private void insert(int index) {
    int slot = hash(words, index * stride);
    while (table[slot] != -1) {
      slot = slot + 1 & table.length - 1;
    }
    table[slot] = index;
    slots[index] = slot;
  }

  private int hash(long[] of, int from) {
    long mixed = 0;
    for (int i = from; i < from + stride; i++) {
      mixed = (mixed ^ of[i]) * 0x9E3779B97F4A7C15L;
      mixed ^= mixed >>> 29;
    }
    return (int) (mixed >>> 20) & table.length - 1;
  }

  private boolean same(int at, long[] of, int from) {
    for (int i = 0; i < stride; i++) {
      if (words[at + i] != of[from + i]) {
        return false;
      }
    }
    return true;
  }

  long bytes() {
    return 8L * words.length + 8L * lineage.length + 4L * table.length;
  }
}
