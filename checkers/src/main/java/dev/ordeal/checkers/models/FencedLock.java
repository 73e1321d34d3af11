package dev.ordeal.checkers.models;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Role;
import dev.ordeal.checkers.Structure;
import dev.ordeal.checkers.models.FencedLock.State;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A lock with leases and fencing tokens, and the resource it protects.
 *
 * <p>Where a lease can run out, two clients may both believe that they hold, and no lock can
 * prevent it. What a sound one promises, and what this model says, is exactly: tokens are granted
 * in strictly growing order; the resource takes no write with an older token after one with a newer
 * token; a read sees the last write that was taken. (Kleppmann, "How to do distributed locking",
 * 2016.)
 *
 * <p>So an acquire needs no free lock: it grants a token greater than all before. An acquire that
 * nobody saw changes nothing here: nobody knows its token, so nobody can write or release with it,
 * and a gap in the tokens is no anomaly. A write needs a token that was granted, by its owner if it
 * is the newest, and none newer than it written. A write with a token that was released and is
 * still the newest is taken: fencing compares tokens, no newer client is harmed, and to write after
 * a release is the client's breach, not the lock's. A release of an older token than the newest may
 * have happened, but none that was answered ok.
 *
 * <p>Functions: {@code acquire} answers {@code {token}}; {@code release {token}}; {@code write
 * {token value}}; {@code read} answers {@code {token value}}, at first 0 and null.
 */
public final class FencedLock implements Model<State> {
  private static final int NOBODY = -1;

  /**
   * What was granted and written last.
   *
   * @param granted the newest token granted, 0 at first
   * @param owner who was granted it, -1 once it is released
   * @param written the token of the last write, 0 at first
   * @param value what was written last, null at first
   */
  public record State(long granted, int owner, long written, @Nullable Object value) {}

  @Override
  public String name() {
    return "fenced-lock";
  }

  @Override
  public State initial() {
    return new State(0, NOBODY, 0, null);
  }

  @Override
  public boolean knows(String f) {
    return f.equals("acquire") || f.equals("release") || f.equals("write") || f.equals("read");
  }

  @Override
  public Structure structure() {
    return new Structure.FencedRegister();
  }

  @Override
  public Role role(Call call) {
    return switch (call.f()) {
      case "acquire" -> new Role.Grant(token(call.output()));
      case "release" -> new Role.Return(token(call.input()));
      case "write" -> new Role.TokenWrite(token(call.input()), member(call.input(), "value"));
      case "read" -> new Role.TokenRead(token(call.output()), member(call.output(), "value"));
      default -> Role.OTHER;
    };
  }

  @Override
  public boolean isPure(Call call) {
    return call.f().equals("read") || call.f().equals("acquire") && !call.seen();
  }

  /** Tokens only grow, so a write or release whose token is too old now is too old for ever. */
  @Override
  public boolean isNeedless(State state, Call call) {
    long token = token(call.input());
    return switch (call.f()) {
      case "release" -> token < state.granted || token == state.granted && !owns(state, call);
      case "write" -> token < state.written;
      default -> true;
    };
  }

  @Override
  public boolean isHopeless(State state, Call call) {
    return switch (call.f()) {
      case "acquire" -> token(call.output()) <= state.granted;
      case "read" -> token(call.output()) < state.written;
      default -> isNeedless(state, call);
    };
  }

  private static boolean owns(State state, Call call) {
    return state.owner == call.process();
  }

  @Override
  public Step<State> step(State state, Call call) {
    return switch (call.f()) {
      case "acquire" -> call.seen() ? acquire(state, call) : Step.to(state);
      case "release" -> release(state, call);
      case "write" -> write(state, call);
      case "read" -> read(state, call);
      default -> Step.illegal("a fenced lock has no " + call.f());
    };
  }

  private static Step<State> acquire(State state, Call call) {
    long token = token(call.output());
    if (token <= 0) {
      return Step.illegal("an acquire answers no positive token: " + call.output());
    }
    if (token == state.granted) {
      return Step.illegal("token-not-growing", "token " + token + " is granted twice");
    }
    if (token < state.granted) {
      return Step.illegal(
          "token-not-growing", "token " + token + " is granted after token " + state.granted);
    }
    return Step.to(new State(token, call.process(), state.written, state.value));
  }

  private static Step<State> release(State state, Call call) {
    long token = token(call.input());
    if (token <= 0 || token > state.granted) {
      return Step.illegal("token " + token + " is released, but was not granted yet");
    }
    boolean holds = token == state.granted && owns(state, call);
    if (call.seen() && !holds) {
      String why =
          token < state.granted
              ? "token " + state.granted + " was granted"
              : "p" + call.process() + " did not hold it";
      return Step.illegal("release-by-non-owner", "token " + token + " is released after " + why);
    }
    return Step.to(holds ? new State(token, NOBODY, state.written, state.value) : state);
  }

  private static Step<State> write(State state, Call call) {
    long token = token(call.input());
    if (token <= 0 || token > state.granted) {
      return Step.illegal("token " + token + " is written, but was not granted yet");
    }
    if (token < state.written) {
      return Step.illegal(
          "stale-token-write", "token " + token + " is written after token " + state.written);
    }
    if (token == state.granted && state.owner != NOBODY && !owns(state, call)) {
      return Step.illegal(
          "mutual-exclusion",
          "p" + call.process() + " writes with token " + token + " of p" + state.owner);
    }
    return Step.to(new State(state.granted, state.owner, token, member(call.input(), "value")));
  }

  private static Step<State> read(State state, Call call) {
    if (!call.seen()
        || token(call.output()) == state.written
            && Objects.equals(member(call.output(), "value"), state.value)) {
      return Step.to(state);
    }
    String read = member(call.output(), "value") + " of token " + member(call.output(), "token");
    String held =
        state.written == 0
            ? "nothing was written"
            : "token " + state.written + " had written " + state.value;
    return Step.illegal("stale-read", "value " + read + " is read where " + held);
  }

  private static long token(@Nullable Object value) {
    return member(value, "token") instanceof Long token ? token : -1;
  }

  private static @Nullable Object member(@Nullable Object value, String name) {
    return value instanceof Map<?, ?> map ? map.get(name) : null;
  }
}
