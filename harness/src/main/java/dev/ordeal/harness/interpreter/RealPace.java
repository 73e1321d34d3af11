package dev.ordeal.harness.interpreter;

import dev.ordeal.history.Op;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The time on the wall, and threads that block in clients. */
final class RealPace implements Pace {
  private final long origin = System.nanoTime();
  private final Workers workers = new Workers();
  private final Queue<Call.Answer> answers = new ConcurrentLinkedQueue<>();
  private final Queue<Op> signals = new ConcurrentLinkedQueue<>();
  private final AtomicReference<@Nullable Thread> waiting = new AtomicReference<>();

  @Override
  public long now() {
    return System.nanoTime() - origin;
  }

  @Override
  public void begin(Call call) {
    workers.submit(
        () -> {
          answer(call.perform());
          // A late interrupt was meant for this call, not for the next task of this thread.
          Thread.interrupted();
        });
  }

  private void answer(Call.Answer answer) {
    answers.add(answer);
    wake();
  }

  @Override
  public void tell(Op signal) {
    signals.add(signal);
    wake();
  }

  @Override
  public @Nullable Op pollSignal() {
    return signals.poll();
  }

  private void wake() {
    if (waiting.get() != null) {
      Thread waiter = waiting.getAndSet(null);
      if (waiter != null) {
        LockSupport.unpark(waiter);
      }
    }
  }

  @Override
  public Call.@Nullable Answer poll() {
    return answers.poll();
  }

  @Override
  public void await(long wake) throws InterruptedException {
    while (isQuiet()) {
      long left = wake == Long.MAX_VALUE ? Long.MAX_VALUE : wake - now();
      if (left <= 0) {
        break;
      }
      waiting.set(Thread.currentThread());
      if (isQuiet()) {
        LockSupport.parkNanos(this, left);
      }
      waiting.set(null);
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while operations were open");
      }
    }
  }

  private boolean isQuiet() {
    return answers.isEmpty() && signals.isEmpty();
  }

  @Override
  public void abandon(Call call) {
    call.interrupt();
    retire(call.actor);
  }

  @Override
  public void retire(Actor actor) {
    workers.submit(actor::close);
  }

  @Override
  public Optional<String> close(Collection<Actor> actors, Collection<Call> open, Duration bound) {
    long end = System.nanoTime() + bound.toNanos();
    open.forEach(Call::interrupt);
    var closing = new CountDownLatch(actors.size());
    for (Actor actor : actors) {
      workers.submit(
          () -> {
            try {
              actor.close();
            } finally {
              closing.countDown();
            }
          });
    }
    uninterruptibly(end, left -> closing.await(left, TimeUnit.NANOSECONDS));
    uninterruptibly(end, workers::close);
    return workers.busyPlace().map(place -> held(bound, place));
  }

  /** That a client has not ended. */
  static String held(Duration bound, String place) {
    return "a client did not end within "
        + bound.toMillis() / 1e3
        + " s of the end, and holds a thread in "
        + place
        + ": bound what it waits for";
  }

  interface Wait {
    void within(long nanos) throws InterruptedException;
  }

  /** What was begun must be ended, also by a thread that was told to hurry. */
  static void uninterruptibly(long end, Wait wait) {
    boolean interrupted = false;
    while (true) {
      try {
        wait.within(Math.max(1, end - System.nanoTime()));
        break;
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
