package dev.ordeal.systems.ring;

import dev.ordeal.systems.port.Host;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Answers from enough nodes, or the end of patience: exactly one of the two is told. */
final class Gather {
  private final Calls calls;
  private final int needed;
  private final Consumer<Map<String, Map<String, @Nullable Object>>> enough;
  private final Runnable cancelTimer;
  private final Map<String, Map<String, @Nullable Object>> answers = new LinkedHashMap<>();
  private final List<Calls.Call> open = new ArrayList<>();
  private boolean done;

  /**
   * Nobody is asked yet.
   *
   * @param needed how many answers are enough
   * @param patience how long to wait for them
   * @param enough told the answers by node
   * @param late told that they did not come in time
   */
  Gather(
      Host host,
      Calls calls,
      int needed,
      Duration patience,
      Consumer<Map<String, Map<String, @Nullable Object>>> enough,
      Runnable late) {
    this.calls = calls;
    this.needed = needed;
    this.enough = enough;
    this.cancelTimer = host.after(patience, () -> giveUp(late));
  }

  /** Asks some nodes, of which none was asked before. */
  Gather ask(Collection<String> nodes, Map<String, @Nullable Object> request) {
    Calls.Call call = calls.ask(nodes, request, this::answered);
    if (done) {
      call.close();
    } else {
      open.add(call);
    }
    return this;
  }

  private void answered(String node, Map<String, @Nullable Object> answer) {
    if (done) {
      return;
    }
    answers.put(node, answer);
    if (answers.size() == needed) {
      end();
      enough.accept(answers);
    }
  }

  /** Who was asked and has not answered. */
  Set<String> silent() {
    var silent = new LinkedHashSet<String>();
    open.forEach(call -> silent.addAll(call.silent()));
    return silent;
  }

  boolean isDone() {
    return done;
  }

  private void giveUp(Runnable late) {
    if (!done) {
      end();
      late.run();
    }
  }

  private void end() {
    done = true;
    cancelTimer.run();
    open.forEach(Calls.Call::close);
  }
}
