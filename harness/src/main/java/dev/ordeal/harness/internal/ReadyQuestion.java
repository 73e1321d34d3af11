package dev.ordeal.harness.internal;

import dev.ordeal.harness.cluster.Node;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Asks a user's function whether a node is ready, and remembers why it is not. */
public final class ReadyQuestion {
  private static final int WHY_LENGTH = 300;

  private final Node node;
  private final Predicate<? super Node> when;
  private volatile String why = "";

  /** A question that nobody has asked yet. */
  public ReadyQuestion(Node node, Predicate<? super Node> when) {
    this.node = node;
    this.when = when;
  }

  /**
   * Asks, on a thread of its own, since what a user wrote may hang.
   *
   * @param deadline until when it has to answer, as {@link System#nanoTime} tells it
   */
  public boolean saysYes(long deadline) {
    var said = new CompletableFuture<Boolean>();
    var thread = new Thread(() -> said.complete(ask()), "ordeal-ready-" + node.name());
    thread.setDaemon(true);
    thread.start();
    said.completeOnTimeout(false, Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    boolean ready = said.join();
    thread.interrupt();
    return ready;
  }

  private boolean ask() {
    try {
      boolean ready = when.test(node);
      why = "";
      return ready;
    } catch (RuntimeException | Error notYet) {
      var text = notYet.toString();
      why = " (" + text.substring(0, Math.min(WHY_LENGTH, text.length())) + ")";
      return false;
    }
  }

  /** That it said no, and what it threw last. */
  public String no() {
    return "readyWhen says no" + why;
  }
}
