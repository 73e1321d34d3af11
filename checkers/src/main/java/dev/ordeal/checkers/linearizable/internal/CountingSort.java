package dev.ordeal.checkers.linearizable.internal;

import java.util.Arrays;

/** Sorts numbers by small keys in linear time, without changing the order among equals. */
final class CountingSort {

  private CountingSort() {}

  /** The numbers from 0, by the key of each. */
  static int[] by(int[] key, int keys) {
    int[] all = new int[key.length];
    Arrays.setAll(all, i -> i);
    return by(key, keys, all);
  }

  /**
   * Some numbers by the key of each.
   *
   * @param key the key of each number, from 0
   * @param keys greater than every key
   */
  static int[] by(int[] key, int keys, int[] numbers) {
    int[] place = new int[keys + 1];
    for (int number : numbers) {
      place[key[number] + 1]++;
    }
    for (int i = 0; i < keys; i++) {
      place[i + 1] += place[i];
    }
    int[] sorted = new int[numbers.length];
    for (int number : numbers) {
      sorted[place[key[number]]++] = number;
    }
    return sorted;
  }
}
