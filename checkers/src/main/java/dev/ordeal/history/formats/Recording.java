package dev.ordeal.history.formats;

import dev.ordeal.history.History;
import dev.ordeal.history.HistoryBuilder;
import dev.ordeal.history.JsonLines.Limits;
import dev.ordeal.history.MalformedHistoryException;
import dev.ordeal.history.Op;
import dev.ordeal.history.Op.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a well-formed history of ops that another tool recorded; mutable.
 *
 * <p>The order of the file is the order of the events, whatever its clock said. So an op whose time
 * is missing, below 0, or no later than that of the op before it comes a step after that one: a
 * nanosecond, or a millisecond in a file that has no times at all. Only an op that is marked as
 * tied keeps the time of the one before it.
 *
 * <p>A process that goes on after an info gets a fresh number, above all numbers of the file. The
 * nemesis of Jepsen says info twice: what it will do, then what it did; the first becomes the
 * invocation. What it never reported is completed, without a value, when it begins the next.
 *
 * <p>A file of completions alone, as Elle's own tests have them, gets invocations that claim no
 * order: each begins when the completion before it of the same process has come, or at the start.
 */
final class Recording {
  private static final long MILLISECOND = 1_000_000L;

  private final Limits limits;
  private List<RecordedOp> ops = new ArrayList<>();
  private final Map<Integer, Integer> aliases = new HashMap<>();
  private final Set<Integer> retired = new HashSet<>();
  private int fresh;
  private long step = MILLISECOND;
  private @Nullable String nemesisOpen;

  Recording(Limits limits) {
    this.limits = limits;
  }

  void add(RecordedOp op) {
    if (ops.size() >= limits.ops()) {
      throw new MalformedHistoryException("there are more than " + limits.ops() + " ops");
    }
    ops.add(op);
  }

  /** The history of all that was added. */
  History history() {
    if (ops.stream().noneMatch(op -> op.type() == Type.INVOKE)) {
      ops = withInvocations();
    }
    fresh = ops.stream().mapToInt(RecordedOp::process).max().orElse(0);
    boolean clock = ops.stream().anyMatch(op -> op.time().orElse(0) > 0);
    step = clock ? 1 : MILLISECOND;
    var builder = History.builder();
    for (RecordedOp op : ops) {
      try {
        place(op, builder);
      } catch (IllegalArgumentException e) {
        throw new MalformedHistoryException("line " + op.line() + ": " + e.getMessage(), e);
      }
    }
    return builder.build();
  }

  private void place(RecordedOp op, HistoryBuilder builder) {
    long time = time(op, builder);
    if (op.process() == Op.NEMESIS) {
      nemesis(op, time, builder);
      return;
    }
    if (op.type() == Type.INVOKE && retired.remove(op.process())) {
      if (fresh == Integer.MAX_VALUE) {
        throw new MalformedHistoryException("no process number is left to go on after an info");
      }
      aliases.put(op.process(), ++fresh);
    }
    int process = aliases.getOrDefault(op.process(), op.process());
    builder.add(op.op(time, process, op.type()));
    if (op.type() == Type.INFO) {
      retired.add(op.process());
    }
  }

  private long time(RecordedOp op, HistoryBuilder builder) {
    long time = op.time().orElse(-1);
    if (builder.size() == 0) {
      return Math.max(0, time);
    }
    long last = builder.lastTime();
    if (op.tied() && time == last) {
      return last;
    }
    return time > last ? time : last + step;
  }

  private void nemesis(RecordedOp op, long time, HistoryBuilder builder) {
    boolean reports = op.f().equals(nemesisOpen) && op.type() != Type.INVOKE;
    if (!reports && nemesisOpen != null) {
      builder.add(new Op(Op.UNPLACED, time, Op.NEMESIS, Type.INFO, nemesisOpen, null, null));
    }
    builder.add(op.op(time, Op.NEMESIS, reports ? Type.INFO : Type.INVOKE));
    nemesisOpen = reports ? null : op.f();
  }

  private List<RecordedOp> withInvocations() {
    var next = new HashMap<Integer, RecordedOp>();
    var after = new ArrayList<RecordedOp>();
    for (int at = ops.size() - 1; at >= 0; at--) {
      RecordedOp op = ops.get(at);
      RecordedOp following = op.process() == Op.NEMESIS ? null : next.put(op.process(), op);
      if (following != null) {
        after.add(following.invocation());
      }
      after.add(op);
    }
    var all = new ArrayList<RecordedOp>();
    for (RecordedOp op : ops) {
      if (op.process() != Op.NEMESIS && next.remove(op.process(), op)) {
        all.add(op.invocation());
      }
    }
    for (int at = after.size() - 1; at >= 0; at--) {
      all.add(after.get(at));
    }
    return all;
  }
}
