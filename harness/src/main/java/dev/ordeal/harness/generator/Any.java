package dev.ordeal.harness.generator;

import dev.ordeal.history.Op;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Several generators at once: whichever has had an operation due for longest; a draw decides
 * between several. So what comes late, because the process was busy, still comes in order.
 */
record Any(List<Generator> parts, long count) implements Generator {

  @Override
  public Next next(Context context) {
    var poll = new Poll(context);
    for (Generator part : parts) {
      poll.ask(part);
    }
    return poll.answer();
  }

  @Override
  public Generator update(Context context, Op event) {
    List<Generator> after = null;
    for (int i = 0; i < parts.size(); i++) {
      Generator updated = parts.get(i).update(context.salted(i), event);
      if (updated != parts.get(i)) {
        after = after == null ? new ArrayList<>(parts) : after;
        after.set(i, updated);
      }
    }
    return after == null ? this : new Any(after, count);
  }

  /** One question to all parts. */
  private final class Poll {
    private final Context context;
    private final List<Generator> after = new ArrayList<>(parts.size());
    private @Nullable Emit chosen;
    private int chosenAt;
    private int due;
    private long wake = Long.MAX_VALUE;
    private boolean over = true;

    Poll(Context context) {
      this.context = context;
    }

    void ask(Generator part) {
      int at = after.size();
      Next next = part.next(context.salted(at));
      over &= next instanceof Exhausted;
      if (next instanceof Pending pending) {
        after.add(pending.rest());
        wake = Math.min(wake, pending.wake());
      } else if (next instanceof Emit emit) {
        after.add(part);
        consider(emit, at);
      } else {
        after.add(Nothing.INSTANCE);
      }
    }

    private void consider(Emit emit, int at) {
      if (emit.op().time() > context.time()) {
        wake = Math.min(wake, emit.op().time());
        return;
      }
      if (chosen != null && emit.op().time() > chosen.op().time()) {
        return;
      }
      due = chosen != null && emit.op().time() == chosen.op().time() ? due + 1 : 1;
      // The n-th of those that are due as long wins with a chance of 1/n: so each with the same.
      if (due == 1 || Draws.below(Draws.draw(context.draw(count), at), due) == 0) {
        chosen = emit;
        chosenAt = at;
      }
    }

    Next answer() {
      if (over) {
        return Nothing.EXHAUSTED;
      }
      if (chosen == null) {
        return new Pending(wake, new Any(after, count));
      }
      after.set(chosenAt, chosen.rest());
      return new Emit(chosen.op(), new Any(after, count + 1));
    }
  }
}
