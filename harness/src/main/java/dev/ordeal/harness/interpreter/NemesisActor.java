package dev.ordeal.harness.interpreter;

import dev.ordeal.history.Op;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The nemesis process: whatever comes of an op is an info. */
record NemesisActor(Setup.NemesisCall call) implements Actor {

  @Override
  public Op perform(Op op) {
    try {
      return info(op, call.invoke(op));
    } catch (VirtualMachineError fatal) {
      throw fatal;
    } catch (Throwable thrown) {
      return failed(op, Outcomes.text(thrown));
    }
  }

  static Op failed(Op op, String text) {
    return info(op, Map.of("failed", text));
  }

  static Op info(Op op, @Nullable Object value) {
    return new Op(Op.UNPLACED, op.time(), op.process(), Op.Type.INFO, op.f(), value, null);
  }

  @Override
  public void close() {}
}
