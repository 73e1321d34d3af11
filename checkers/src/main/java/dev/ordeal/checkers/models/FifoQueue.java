package dev.ordeal.checkers.models;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Role;
import dev.ordeal.checkers.Structure;
import java.util.Iterator;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A queue: {@code enqueue v} adds a value at its end, {@code dequeue} takes the one at its head and
 * answers it, or null if there is none.
 */
public final class FifoQueue implements Model<FifoQueue.State> {

  /**
   * The values in the queue. Taking and adding cost amortized constant time: what was added waits
   * in reverse until all before it is gone (Okasaki, "Purely functional data structures", 1998).
   */
  public static final class State {
    private static final int BASE = 31;

    /** What {@link #BASE} is to be multiplied by to give 1, modulo 2 to the 32. */
    private static final int INVERSE = inverse();

    private static final State EMPTY = new State(Chain.EMPTY, Chain.EMPTY, 0, 1);

    /** The values from the head on; empty only if the queue is. */
    private final Chain front;

    /** The values after those, the last first. */
    private final Chain back;

    /** The sum of the hash of each value times {@link #BASE} to the number of values behind it. */
    private final int hash;

    /** {@link #BASE} to the number of values. */
    private final int power;

    private State(Chain front, Chain back, int hash, int power) {
      this.front = front;
      this.back = back;
      this.hash = hash;
      this.power = power;
    }

    /** Newton's iteration: each turn doubles the bits that are right. */
    private static int inverse() {
      int inverse = BASE;
      for (int i = 0; i < 5; i++) {
        inverse *= 2 - BASE * inverse;
      }
      return inverse;
    }

    private State enqueue(Object value) {
      int sum = BASE * hash + value.hashCode();
      return front.isEmpty()
          ? new State(front.with(value), back, sum, BASE * power)
          : new State(front, back.with(value), sum, BASE * power);
    }

    private State dequeue() {
      int less = power * INVERSE;
      int sum = hash - Objects.hashCode(front.head()) * less;
      return front.size() > 1
          ? new State(front.tail(), back, sum, less)
          : new State(back.reversed(), Chain.EMPTY, sum, less);
    }

    private int size() {
      return front.size() + back.size();
    }

    private Iterator<Object> iterator() {
      return Stream.concat(front.values().stream(), back.reversed().values().stream()).iterator();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      if (!(other instanceof State that) || hash != that.hash || size() != that.size()) {
        return false;
      }
      if (front.equals(that.front) && back.equals(that.back)) {
        return true;
      }
      var theirs = that.iterator();
      for (var ours = iterator(); ours.hasNext(); ) {
        if (!ours.next().equals(theirs.next())) {
          return false;
        }
      }
      return true;
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public String toString() {
      return Stream.concat(front.values().stream(), back.reversed().values().stream())
          .toList()
          .toString();
    }
  }

  @Override
  public String name() {
    return "fifo-queue";
  }

  @Override
  public State initial() {
    return State.EMPTY;
  }

  @Override
  public boolean knows(String f) {
    return f.equals("enqueue") || f.equals("dequeue");
  }

  @Override
  public boolean isAnonymous() {
    return true;
  }

  @Override
  public boolean isPure(Call call) {
    return call.f().equals("dequeue") && call.seen() && call.output() == null;
  }

  @Override
  public Structure structure() {
    return new Structure.Queue();
  }

  @Override
  public Role role(Call call) {
    return switch (call.f()) {
      case "enqueue" -> call.input() == null ? Role.OTHER : new Role.Put(call.input());
      case "dequeue" -> isPure(call) ? Role.TAKE_NOTHING : new Role.Take(call.output());
      default -> Role.OTHER;
    };
  }

  @Override
  public Step<State> step(State state, Call call) {
    return switch (call.f()) {
      case "enqueue" ->
          call.input() == null
              ? Step.illegal("null is enqueued, which stands for an empty queue")
              : Step.to(state.enqueue(call.input()));
      case "dequeue" -> dequeue(state, call);
      default -> Step.illegal("a queue has no " + call.f());
    };
  }

  private static Step<State> dequeue(State state, Call call) {
    if (state.front.isEmpty()) {
      return call.seen() && call.output() != null
          ? Step.illegal("unknown-value", call.output() + " is dequeued from an empty queue")
          : Step.to(state);
    }
    Object head = state.front.head();
    if (!call.seen() || Objects.equals(head, call.output())) {
      return Step.to(state.dequeue());
    }
    return call.output() == null
        ? Step.illegal("false-empty", "a queue is found empty while " + head + " is at its head")
        : Step.illegal(
            "out-of-order", call.output() + " is dequeued while " + head + " is at the head");
  }
}
