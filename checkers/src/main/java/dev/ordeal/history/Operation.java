package dev.ordeal.history;

import java.util.Optional;

/**
 * An invocation and how it ended: a closed interval of time that an effect may fall into.
 *
 * @param invoke the op that began it
 * @param completion the op that ended it, or nothing while it is open
 */
public record Operation(Op invoke, Optional<Op> completion) {

  /** How it ended; an open operation counts as info: nobody knows. */
  public Op.Type outcome() {
    return completion.map(Op::type).orElse(Op.Type.INFO);
  }

  /** The process that ran it. */
  public int process() {
    return invoke.process();
  }

  /** The function it invoked. */
  public String f() {
    return invoke.f();
  }
}
