package dev.ordeal.harness.generator;

import dev.ordeal.history.Op;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A copy of a generator for each process; a fresh one for a process that replaces another. */
final class EachProcess implements Generator {

  /**
   * The copy of one process. It hears of nothing but its own process, so until that process does
   * something its answer stands, and it need not be asked before {@code notBefore}.
   */
  private record Copy(int process, Generator generator, long notBefore) {}

  private final Generator fresh;
  private final @Nullable Copy[] copies;
  private final long count;

  EachProcess(Generator fresh) {
    this(fresh, new Copy[0], 0);
  }

  private EachProcess(Generator fresh, @Nullable Copy[] copies, long count) {
    this.fresh = fresh;
    this.copies = copies;
    this.count = count;
  }

  @Override
  public Next next(Context context) {
    ProcessSet all = context.processes();
    ProcessSet free = context.free();
    @Nullable Copy[] after = Arrays.copyOf(copies, all.slotCount());
    long wake = Long.MAX_VALUE;
    boolean over = free.size() == all.size();
    // Who is asked first must vary, or some processes would starve the others.
    int start = Draws.below(context.draw(count), Math.max(1, after.length));
    for (int i = 0; i < after.length; i++) {
      int slot = start + i < after.length ? start + i : start + i - after.length;
      if (!free.has(slot)) {
        continue;
      }
      Copy copy = copy(after[slot], all.number(slot));
      Next next = ask(copy, context);
      if (next instanceof Emit emit && emit.op().time() <= context.time()) {
        after[slot] = new Copy(copy.process, emit.rest(), Long.MIN_VALUE);
        return new Emit(emit.op(), new EachProcess(fresh, after, count + 1));
      }
      over &= next instanceof Exhausted;
      after[slot] = waiting(copy, next);
      wake = next instanceof Exhausted ? wake : Math.min(wake, after[slot].notBefore);
    }
    return over ? Nothing.EXHAUSTED : new Pending(wake, new EachProcess(fresh, after, count));
  }

  private Copy copy(@Nullable Copy known, int process) {
    return known != null && known.process == process
        ? known
        : new Copy(process, fresh, Long.MIN_VALUE);
  }

  private static Next ask(Copy copy, Context context) {
    return copy.notBefore > context.time()
        ? new Pending(copy.notBefore, copy.generator)
        : copy.generator.next(only(context, copy.process));
  }

  private static Copy waiting(Copy copy, Next next) {
    if (next instanceof Pending pending) {
      return new Copy(copy.process, pending.rest(), pending.wake());
    }
    return next instanceof Emit emit
        ? new Copy(copy.process, copy.generator, emit.op().time())
        : new Copy(copy.process, Nothing.INSTANCE, Long.MIN_VALUE);
  }

  private static Context only(Context context, int process) {
    return context
        .with(context.processes().only(process), context.free().only(process))
        .salted(process);
  }

  @Override
  public Generator update(Context context, Op event) {
    int slot = context.processes().slot(event.process());
    Copy copy = slot < copies.length ? copies[slot] : null;
    if (copy == null || copy.process != event.process()) {
      return this;
    }
    var after = copies.clone();
    Generator updated = copy.generator.update(only(context, copy.process), event);
    after[slot] = new Copy(copy.process, updated, Long.MIN_VALUE);
    return new EachProcess(fresh, after, count);
  }
}
