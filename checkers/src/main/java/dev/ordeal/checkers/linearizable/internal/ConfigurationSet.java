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
  private static final int INITIAL_CAPACITY = 8;

  private final int width;
  private final int stride;
  private long[] words;
  private int[] lineage = new int[INITIAL_CAPACITY];
  private int[] table = new int[4 * INITIAL_CAPACITY];

  /** Where in the table each configuration stands. */
  private int[] slots = new int[INITIAL_CAPACITY];

  private int[] hashes = new int[INITIAL_CAPACITY];
  private int inTable;

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
    clearTable();
    size = 0;
  }

  private void clearTable() {
    for (int i = 0; i < inTable; i++) {
      table[slots[i]] = -1;
    }
    inTable = 0;
  }

  /**
   * Adds a configuration; its index, or -1 if it was there, or one that differs only in that it has
   * placed fewer of the optional operations, and so can do all that this one can.
   *
   * @param optional per word the slots that hold optional operations
   */
  int add(long[] configuration, long[] optional) {
    if (4 * (size + 1) > table.length) {
      growTable();
    }
    int hash = hash(configuration, optional);
    int slot = hash & table.length - 1;
    while (table[slot] != -1) {
      if (dominates(table[slot] * stride, configuration, optional)) {
        return -1;
      }
      slot = slot + 1 & table.length - 1;
    }
    if (size == lineage.length) {
      words = Arrays.copyOf(words, 2 * words.length);
      lineage = Arrays.copyOf(lineage, 2 * size);
      slots = Arrays.copyOf(slots, 2 * size);
      hashes = Arrays.copyOf(hashes, 2 * size);
    }
    System.arraycopy(configuration, 0, words, size * stride, stride);
    table[slot] = size;
    slots[size] = slot;
    hashes[size] = hash;
    inTable++;
    return size++;
  }

  /** Keeps only those marked, and their order; nothing is added before the set is cleared. */
  void retain(boolean[] kept) {
    clearTable();
    int left = 0;
    for (int i = 0; i < size; i++) {
      if (kept[i]) {
        System.arraycopy(words, i * stride, words, left * stride, stride);
        lineage[left++] = lineage[i];
      }
    }
    size = left;
  }

  private void growTable() {
    table = new int[2 * table.length];
    Arrays.fill(table, -1);
    for (int i = 0; i < size; i++) {
      int slot = hashes[i] & table.length - 1;
      while (table[slot] != -1) {
        slot = slot + 1 & table.length - 1;
      }
      table[slot] = i;
      slots[i] = slot;
    }
  }

  /** Of all but the optional operations. */
  private int hash(long[] of, long[] optional) {
    long mixed = of[0] * 0x9E3779B97F4A7C15L;
    for (int i = 0; i < width; i++) {
      mixed = (mixed ^ mixed >>> 29 ^ of[1 + i] & ~optional[i]) * 0x9E3779B97F4A7C15L;
      mixed = (mixed ^ mixed >>> 29 ^ of[1 + width + i]) * 0x9E3779B97F4A7C15L;
    }
    return (int) (mixed >>> 32);
  }

  private boolean dominates(int at, long[] other, long[] optional) {
    if (words[at] != other[0]) {
      return false;
    }
    for (int i = 1; i <= width; i++) {
      long differs = words[at + i] ^ other[i];
      if (words[at + width + i] != other[width + i]
          || (differs & (~optional[i - 1] | words[at + i])) != 0) {
        return false;
      }
    }
    return true;
  }

  long bytes() {
    return 8L * words.length + 12L * lineage.length + 4L * table.length;
  }
}
