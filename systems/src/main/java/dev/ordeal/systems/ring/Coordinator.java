package dev.ordeal.systems.ring;

import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.port.Host;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Leads each read and change of {@link AtomicRing} through its steps; every node has one, for the
 * clients that talk to it.
 *
 * <p><b>A change</b> is a round of Rystsov 2018, section 2.2: prepare a ballot at a quorum, apply
 * the change to the state of the greatest ballot among the answers, have a quorum accept the new
 * state under the own ballot.
 *
 * <p><b>A read</b> is that of Attiya, Bar-Noy and Dolev 1995: ask a quorum, take the newest state,
 * write it back to a quorum, answer. If the whole quorum has it already the second phase is void.
 * What is written back keeps its ballot: it is the proposer's own accept message, sent once more,
 * and acceptors that promised a greater ballot refuse it. Then somebody is at work on the key; the
 * read looks again, and in the end goes through a round of its own.
 *
 * <p><b>A change that met a conflict after it was proposed</b> may live on in one acceptor, and
 * must not be applied twice. So states carry the numbers of their last eight changes. The prepare
 * that follows learns a state on which all that can ever be chosen will rest: if our change is in
 * it, it is done; if it is not, although the state would remember it, it is out for good as soon as
 * what we propose now is chosen, even if that is only the learned state itself. If the state
 * remembers less, nobody knows.
 *
 * <p><b>In another view</b> everything begins again: answers of acceptors in different views do not
 * make a quorum.
 */
final class Coordinator {
  private static final int LOOKS = 3;
  private static final int MOST_DOUBLINGS = 4;

  private final Host host;
  private final Calls calls;
  private final Ids ids;
  private final Views views;
  private final Gossip gossip;
  private final Function<String, Quorums> quorums;
  private final Duration timeout;
  private final Duration retry;

  private final Set<Operation> underWay = new LinkedHashSet<>();
  private final Map<String, Deque<Operation>> lines = new HashMap<>();
  private long count;

  /** How long a step takes of late, in nanoseconds: the unit of the backoff after a conflict. */
  private long stepNanos = Duration.ofMillis(1).toNanos();

  Coordinator(RingNode node, Function<String, Quorums> quorums) {
    this.host = node.world();
    this.calls = node.calls();
    this.ids = node.ids();
    this.views = node.views();
    this.gossip = node.gossip();
    this.quorums = quorums;
    this.timeout = node.options().timeout();
    this.retry = node.options().retry();
  }

  /** Submits a read or change; the outcome is told once, within the time-out. */
  void submit(String key, KeyChange change, Consumer<KeyOutcome> done) {
    var operation = new Operation(key, change, ids.next(), done);
    operation.cancelTimer = host.after(timeout, () -> giveUp(operation));
    underWay.add(operation);
    if (operation.isChange()) {
      Deque<Operation> line = lines.computeIfAbsent(key, which -> new ArrayDeque<>());
      line.add(operation);
      if (line.size() > 1) {
        return;
      }
    }
    start(operation);
  }

  /** Another view is in force: what waits in a line begins in it anyway. */
  void viewChanged() {
    for (Operation operation : List.copyOf(underWay)) {
      if (operation.step != Operation.Step.WAITING) {
        start(operation);
      }
    }
  }

  private void start(Operation operation) {
    if (operation.isChange() || operation.conflicts >= LOOKS) {
      prepare(operation);
    } else {
      ask(operation, Operation.Step.PEEK, Bodies.of("type", "key-peek"));
    }
  }

  private void prepare(Operation operation) {
    operation.ballot = Ballot.of(views.current().version(), ++count, ids);
    ask(
        operation,
        Operation.Step.PREPARE,
        Bodies.of("type", "key-prepare", "ballot", operation.ballot));
  }

  private void accept(Operation operation, Accepted proposed, KeyOutcome outcome) {
    operation.outcome = outcome;
    ask(
        operation,
        Operation.Step.ACCEPT,
        Bodies.of("type", "key-accept", "proposed", proposed.body()));
  }

  private void ask(
      Operation operation, Operation.Step step, Map<String, @Nullable Object> message) {
    close(operation);
    operation.begin(step);
    operation.begunAt = host.now();
    operation.quorums = quorums.apply(operation.key);
    long attempt = operation.attempt;
    long version = views.current().version();
    Calls.Call call =
        calls.ask(
            operation.quorums.nodes(),
            Bodies.with(Bodies.with(message, "key", operation.key), "view", version),
            (node, answer) -> {
              if (operation.attempt == attempt) {
                answered(operation, node, answer);
              }
            });
    if (operation.attempt == attempt) {
      operation.call = call;
      operation.missed.forEach(call::again);
      operation.missed.clear();
      host.after(retry, () -> lookAfter(operation, attempt));
    } else {
      call.close();
    }
  }

  private static void close(Operation operation) {
    if (operation.call != null) {
      operation.call.close();
      operation.call = null;
    }
  }

  private void answered(Operation operation, String node, Map<String, @Nullable Object> answer) {
    if (answer.containsKey("other-view")) {
      inOtherView(operation, node, RingView.of(Bodies.fields(answer, "other-view")));
    } else if (answer.containsKey("conflict")) {
      count = Math.max(count, Ballot.count(Bodies.number(answer, "conflict")));
      operation.refused.add(node);
      if (!operation.quorums.reachableWithout(operation.refused)) {
        backOff(operation);
      }
    } else {
      if (operation.step != Operation.Step.ACCEPT) {
        operation.learn(Accepted.of(answer));
      }
      operation.agreed.add(node);
      if (operation.quorums.reached(operation.agreed)) {
        stepNanos += (Math.min(host.now() - operation.begunAt, retry.toNanos()) - stepNanos) / 8;
        succeeded(operation);
      }
    }
  }

  /** Whoever knows an older view is told the newer one, and asked again. */
  private void inOtherView(Operation operation, String node, RingView view) {
    if (view.newerThan(views.current())) {
      views.adopt(view);
      return;
    }
    gossip.tell(node);
    if (operation.call != null) {
      operation.call.again(node);
    } else {
      operation.missed.add(node);
    }
  }

  /** Nobody waits for the silent while others have refused. */
  private void lookAfter(Operation operation, long attempt) {
    if (operation.attempt == attempt) {
      if (operation.refused.isEmpty()) {
        host.after(retry, () -> lookAfter(operation, attempt));
      } else {
        backOff(operation);
      }
    }
  }

  private void succeeded(Operation operation) {
    switch (operation.step) {
      case PEEK -> peeked(operation);
      case PREPARE -> promised(operation);
      default -> finish(operation, operation.outcome);
    }
  }

  private void peeked(Operation operation) {
    var stayed = new KeyOutcome.Stayed(operation.highest.state().value());
    if (operation.isUnanimous()) {
      finish(operation, stayed);
    } else {
      accept(operation, operation.highest, stayed);
    }
  }

  private void promised(Operation operation) {
    KeyState learned = operation.highest.state();
    if (operation.isProposed() && learned.includes(operation.id)) {
      accept(operation, new Accepted(operation.ballot, learned), new KeyOutcome.Changed());
      return;
    }
    if (operation.isProposed() && learned.forgot(operation.proposedVersion)) {
      finish(operation, new KeyOutcome.Unknown("others went on after it was proposed"));
      return;
    }
    if (operation.change.apply(learned.value()) instanceof KeyChange.Decision.Become become) {
      KeyState next = learned.next(operation.id, become.value());
      operation.propose(next.version());
      accept(operation, new Accepted(operation.ballot, next), new KeyOutcome.Changed());
    } else {
      // Choosing what was learned makes it the answer's ground, and buries what was tried before.
      var stayed = new KeyOutcome.Stayed(learned.value());
      accept(operation, new Accepted(operation.ballot, learned), stayed);
    }
  }

  private void backOff(Operation operation) {
    close(operation);
    operation.begin(Operation.Step.WAITING);
    long attempt = operation.attempt;
    long unit = 2 * stepNanos << Math.min(operation.conflicts++, MOST_DOUBLINGS);
    long most = 1 + Math.min(unit, timeout.toNanos() / LOOKS / 2);
    host.after(
        Duration.ofNanos(host.random().nextLong(most)),
        () -> {
          if (operation.attempt == attempt) {
            start(operation);
          }
        });
  }

  private void giveUp(Operation operation) {
    String why = "no quorum of the replicas of " + operation.key + " answered in time";
    finish(
        operation,
        operation.isProposed()
            ? new KeyOutcome.Unknown(why + "; what was proposed may yet be chosen")
            : new KeyOutcome.Untouched(why + "; nothing was proposed"));
  }

  private void finish(Operation operation, KeyOutcome outcome) {
    if (!underWay.remove(operation)) {
      return;
    }
    close(operation);
    operation.begin(Operation.Step.DONE);
    operation.cancelTimer.run();
    Deque<Operation> line = lines.get(operation.key);
    if (line != null && operation.isChange()) {
      boolean wasFirst = line.peek() == operation;
      line.remove(operation);
      Operation next = line.peek();
      if (next == null) {
        lines.remove(operation.key);
      } else if (wasFirst) {
        start(next);
      }
    }
    operation.done.accept(outcome);
  }
}
