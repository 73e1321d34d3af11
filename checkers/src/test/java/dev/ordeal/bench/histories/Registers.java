package dev.ordeal.bench.histories;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Registers, one or many, that are read half of the time, else written; no value is written twice.
 * What goes wrong: a read answers a value that was overwritten before the read began.
 */
final class Registers implements SimulatedObject {
  private final SplittableRandom random;
  private final boolean keyed;
  private final int[] values;
  private int lastWritten;
  private int stale;
  private @Nullable Script script;

  private Registers(Shape shape, SplittableRandom random, boolean keyed) {
    this.random = random;
    this.keyed = keyed;
    this.values = new int[keyed ? shape.keys() : 1];
  }

  /** One register: {@code write v}, and {@code read} answers v. */
  static Registers one(Shape shape, SplittableRandom random) {
    return new Registers(shape, random, false);
  }

  /** Many: {@code write [key v]}, and {@code read [key null]} answers {@code [key v]}. */
  static Registers store(Shape shape, SplittableRandom random) {
    return new Registers(shape, random, true);
  }

  @Override
  public void choose(Running op) {
    if (script != null && script.begins(op)) {
      return;
    }
    int key = random.nextInt(values.length);
    if (op.fate.crashes() || random.nextBoolean()) {
      write(op, key);
    } else {
      read(op, key);
    }
  }

  private void write(Running op, int key) {
    op.key = key;
    op.value = ++lastWritten;
    op.begin("write", shown(op.key, op.value));
  }

  private void read(Running op, int key) {
    op.key = key;
    op.value = 0;
    op.begin("read", keyed ? shown(op.key, 0) : null);
  }

  private @Nullable Object shown(int key, int value) {
    Long number = value == 0 ? null : (Long) (long) value;
    return keyed ? Arrays.asList((long) key, number) : number;
  }

  @Override
  public boolean takeEffect(Running op) {
    if (op.value != 0) {
      values[op.key] = op.value;
    } else if (script != null && script.isLast(op)) {
      op.answer(shown(op.key, stale));
    } else {
      op.answer(shown(op.key, values[op.key]));
    }
    return true;
  }

  @Override
  public void ended(Running op) {
    if (script != null) {
      script.ended(op);
    }
  }

  @Override
  public void misbehave() {
    int key = random.nextInt(values.length);
    script =
        new Script(
            List.of(
                op -> {
                  write(op, key);
                  stale = op.value;
                },
                op -> write(op, key),
                op -> read(op, key)));
  }

  @Override
  public boolean misbehaved() {
    return script != null && script.isOver();
  }

  /** What a list of two says. */
  static List<Object> pair(long first, long second) {
    return List.of(first, second);
  }
}
