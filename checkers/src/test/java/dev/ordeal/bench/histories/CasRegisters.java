package dev.ordeal.bench.histories;

import dev.ordeal.history.Op;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A register of five values, at first null: {@code read}, {@code write v} and {@code cas [from to]}
 * in thirds. What goes wrong: a cas succeeds from a value that nobody else ever writes, and that
 * was overwritten before the cas began.
 */
final class CasRegisters implements SimulatedObject {
  private static final int VALUES = 5;
  private static final int NONE = -1;

  private final SplittableRandom random;
  private final boolean answered;
  private int held = NONE;
  private @Nullable Script script;

  CasRegisters(Shape shape, SplittableRandom random) {
    this.random = random;
    this.answered = shape.answeredCas();
  }

  @Override
  public void choose(Running op) {
    if (script != null && script.begins(op)) {
      return;
    }
    int kind = op.fate.crashes() ? 1 + random.nextInt(2) : random.nextInt(3);
    switch (kind) {
      case 0 -> op.begin("read", null);
      case 1 -> write(op, random.nextInt(VALUES));
      default -> cas(op, random.nextInt(VALUES), random.nextInt(VALUES));
    }
  }

  private static void write(Running op, int value) {
    op.value = value;
    op.begin("write", (long) value);
  }

  private static void cas(Running op, int from, int to) {
    op.key = from;
    op.value = to;
    op.begin("cas", Registers.pair(from, to));
  }

  @Override
  public boolean takeEffect(Running op) {
    switch (op.f) {
      case "read" -> op.answer(held == NONE ? null : (Long) (long) held);
      case "write" -> held = op.value;
      default -> swap(op, script != null && script.isLast(op));
    }
    return true;
  }

  private void swap(Running op, boolean wrongly) {
    boolean matches = held == op.key || wrongly;
    if (matches) {
      held = op.value;
    } else if (!answered) {
      op.outcome = Op.Type.FAIL;
    }
    if (answered) {
      op.answer(matches);
    }
  }

  @Override
  public void ended(Running op) {
    if (script != null) {
      script.ended(op);
    }
  }

  @Override
  public void misbehave() {
    script =
        new Script(List.of(op -> write(op, VALUES), op -> write(op, 0), op -> cas(op, VALUES, 1)));
  }

  @Override
  public boolean misbehaved() {
    return script != null && script.isOver();
  }
}
