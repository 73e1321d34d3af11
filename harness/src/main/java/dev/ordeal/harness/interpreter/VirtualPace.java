package dev.ordeal.harness.interpreter;

import dev.ordeal.harness.cluster.VirtualTime;
import dev.ordeal.history.Op;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Time that passes only when the next event of a simulation is run; one thread does everything. */
final class VirtualPace implements Pace {
  /** A wait without an end is given up then: no client of a simulation needs that long. */
  private static final long HORIZON = Duration.ofHours(1).toNanos();

  /**
   * What a call takes that is answered in place, such as a refused one: as much as on loopback. If
   * it took nothing, clients that try again at once would stop the clock for ever.
   */
  private static final long SHORTEST = Duration.ofNanos(100_000).toNanos();

  private final VirtualTime time;
  private final long origin;
  private final Queue<Call.Answer> answers = new ArrayDeque<>();

  private final Queue<Op> signals = new ConcurrentLinkedQueue<>();

  VirtualPace(VirtualTime time) {
    this.time = time;
    this.origin = time.now();
  }

  @Override
  public long now() {
    return time.now() - origin;
  }

  @Override
  public void begin(Call call) {
    var inPlace = new boolean[] {true};
    call.actor.begin(
        call,
        answer -> {
          if (inPlace[0]) {
            time.at(time.now() + SHORTEST, () -> answers.add(answer));
          } else {
            answers.add(answer);
          }
        });
    inPlace[0] = false;
  }

  @Override
  public Call.@Nullable Answer poll() {
    return answers.poll();
  }

  @Override
  public void tell(Op signal) {
    signals.add(signal);
  }

  @Override
  public @Nullable Op pollSignal() {
    return signals.poll();
  }

  @Override
  public void await(long wake) throws InterruptedException {
    long limit = origin + Math.min(wake, now() + HORIZON);
    while (isQuiet() && time.now() < limit && time.runNext(limit)) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted in virtual time");
      }
    }
    if (isQuiet() && wake == Long.MAX_VALUE && time.now() >= limit) {
      throw new IllegalStateException(
          "no operation was completed for an hour of virtual time, and the generator waits for"
              + " one: give the clients' requests a time-out, or the generator a time limit");
    }
  }

  private boolean isQuiet() {
    return answers.isEmpty() && signals.isEmpty();
  }

  @Override
  public void abandon(Call call) {
    call.actor.close();
  }

  @Override
  public void retire(Actor actor) {
    actor.close();
  }

  @Override
  public Optional<String> close(Collection<Actor> actors, Collection<Call> open, Duration bound) {
    var closing = new Thread(() -> actors.forEach(Actor::close), "ordeal-close-clients");
    closing.setDaemon(true);
    closing.start();
    long end = System.nanoTime() + bound.toNanos();
    RealPace.uninterruptibly(end, left -> TimeUnit.NANOSECONDS.timedJoin(closing, left));
    if (!closing.isAlive()) {
      return Optional.empty();
    }
    var held = RealPace.held(bound, Workers.place(closing.getStackTrace()));
    closing.interrupt();
    return Optional.of(held);
  }
}
