package dev.ordeal.harness.generator;

import dev.ordeal.history.Op;

/** One operation, on any free process. */
record Once(Op op) implements Generator {

  Once {
    requireInvoke(op);
  }

  static Op requireInvoke(Op op) {
    if (op.type() != Op.Type.INVOKE) {
      throw new IllegalArgumentException(
          "a generator emits invokes, not " + op + ": make it with Op.invoke(f, value)");
    }
    return op;
  }

  /** The op as begun now by a free process. */
  static Op placed(Op op, Context context, long draw) {
    return new Op(
        Op.UNPLACED,
        context.time(),
        context.free().pick(draw),
        Op.Type.INVOKE,
        op.f(),
        op.value(),
        op.error());
  }

  @Override
  public Next next(Context context) {
    return context.free().isEmpty()
        ? new Pending(Long.MAX_VALUE, this)
        : new Emit(placed(op, context, context.draw(0)), Nothing.INSTANCE);
  }
}
