package dev.ordeal.harness.generator;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * An immutable set of live processes.
 *
 * <p>Each process has a slot that never changes: process number modulo concurrency for a client,
 * one more for the nemesis. A process that retires leaves its slot to a fresh one, numbered old
 * plus concurrency. A set is one bit a slot, so that making one costs nanoseconds.
 */
public final class ProcessSet {
  private static final int NEMESIS = -1;

  private final int[] numbers;
  private final int clients;
  private final long[] bits;

  private ProcessSet(int[] numbers, int clients, long[] bits) {
    this.numbers = numbers;
    this.clients = clients;
    this.bits = bits;
  }

  /**
   * The processes that a trial begins with.
   *
   * @param clients how many clients: they are numbered from 0
   * @param nemesis whether the nemesis, number -1, takes part
   */
  public static ProcessSet of(int clients, boolean nemesis) {
    int slots = clients + (nemesis ? 1 : 0);
    int[] numbers = IntStream.range(0, slots).map(i -> i < clients ? i : NEMESIS).toArray();
    var none = new ProcessSet(numbers, clients, new long[(slots + 63) / 64]);
    return none.between(0, slots, true);
  }

  /** How many slots clients have: the concurrency of the trial, whatever this set holds. */
  public int concurrency() {
    return clients;
  }

  /** Whether it holds no process. */
  public boolean isEmpty() {
    for (long word : bits) {
      if (word != 0) {
        return false;
      }
    }
    return true;
  }

  /** How many processes it holds. */
  public int size() {
    int size = 0;
    for (long word : bits) {
      size += Long.bitCount(word);
    }
    return size;
  }

  /** Whether it holds this process. */
  public boolean contains(int process) {
    int slot = slot(process);
    return has(slot) && numbers[slot] == process;
  }

  /** One of its processes, each as likely as any other if {@code draw} is uniform. */
  public int pick(long draw) {
    int size = size();
    if (size == 0) {
      throw new IllegalStateException("no process to pick: ask isEmpty() first");
    }
    int skip = size == 1 ? 0 : Draws.below(draw, size);
    int slot = next(0);
    while (skip-- > 0) {
      slot = next(slot + 1);
    }
    return numbers[slot];
  }

  /** Its processes, by slot: clients first, then the nemesis. */
  public IntStream stream() {
    return IntStream.range(0, numbers.length).filter(this::has).map(slot -> numbers[slot]);
  }

  /** Those of its processes that are clients. */
  public ProcessSet clients() {
    return clients == numbers.length ? this : between(0, clients, false);
  }

  /** The nemesis alone, if it is in here. */
  public ProcessSet nemesis() {
    return between(clients, numbers.length, false);
  }

  /** This process alone, if it is in here. */
  public ProcessSet only(int process) {
    int slot = slot(process);
    return contains(process) ? between(slot, slot + 1, false) : between(0, 0, false);
  }

  /** Those of its clients whose slot is at least {@code from} and below {@code to}. */
  public ProcessSet slots(int from, int to) {
    return between(from, Math.min(to, clients), false);
  }

  /** This set and a process that lives. */
  public ProcessSet with(int process) {
    long[] copy = bits.clone();
    int slot = slot(process);
    copy[slot >> 6] |= 1L << slot;
    return new ProcessSet(numbers, clients, copy);
  }

  /** This set without a process. */
  public ProcessSet without(int process) {
    long[] copy = bits.clone();
    int slot = slot(process);
    copy[slot >> 6] &= ~(1L << slot);
    return new ProcessSet(numbers, clients, copy);
  }

  /** This set after a client retired, with its successor in its place. */
  public ProcessSet afterRetirementOf(int process) {
    int[] copy = numbers.clone();
    copy[slot(process)] = process + clients;
    return new ProcessSet(copy, clients, bits);
  }

  /** These processes, as live in {@code roster}: the same slots, with their present numbers. */
  public ProcessSet renumberedAs(ProcessSet roster) {
    return new ProcessSet(roster.numbers, clients, bits);
  }

  int slotCount() {
    return numbers.length;
  }

  int slot(int process) {
    return process < 0 ? clients : process % clients;
  }

  int number(int slot) {
    return numbers[slot];
  }

  boolean has(int slot) {
    return slot < numbers.length && (bits[slot >> 6] & 1L << slot) != 0;
  }

  /** The first slot from {@code slot} on that is in here, or the number of slots. */
  int next(int slot) {
    int word = slot >> 6;
    if (word >= bits.length) {
      return numbers.length;
    }
    long left = bits[word] & -1L << slot;
    while (left == 0) {
      if (++word == bits.length) {
        return numbers.length;
      }
      left = bits[word];
    }
    return (word << 6) + Long.numberOfTrailingZeros(left);
  }

  private ProcessSet between(int from, int to, boolean all) {
    long[] copy = new long[bits.length];
    for (int word = from >> 6; word < copy.length && word << 6 < to; word++) {
      int low = Math.max(from - (word << 6), 0);
      int high = Math.min(to - (word << 6), 64);
      long mask = high <= low ? 0 : -1L << low & -1L >>> 64 - high;
      copy[word] = all ? mask : mask & bits[word];
    }
    return new ProcessSet(numbers, clients, copy);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ProcessSet set
        && Arrays.equals(stream().toArray(), set.stream().toArray());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(stream().toArray());
  }

  @Override
  public String toString() {
    return Arrays.toString(stream().toArray());
  }
}
