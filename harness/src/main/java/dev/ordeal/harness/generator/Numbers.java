package dev.ordeal.harness.generator;

import java.util.Arrays;

/** A small immutable set of process numbers. */
final class Numbers {
  static final Numbers NONE = new Numbers(new int[0]);

  private final int[] numbers;

  private Numbers(int[] numbers) {
    this.numbers = numbers;
  }

  boolean isEmpty() {
    return numbers.length == 0;
  }

  boolean contains(int number) {
    for (int each : numbers) {
      if (each == number) {
        return true;
      }
    }
    return false;
  }

  Numbers with(int number) {
    if (contains(number)) {
      return this;
    }
    int[] copy = Arrays.copyOf(numbers, numbers.length + 1);
    copy[numbers.length] = number;
    return new Numbers(copy);
  }

  Numbers without(int number) {
    return numbers.length == 1
        ? NONE
        : new Numbers(Arrays.stream(numbers).filter(each -> each != number).toArray());
  }
}
