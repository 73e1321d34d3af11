package dev.ordeal.systems.consensus;

import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.port.Host;
import dev.ordeal.systems.port.WriteAhead;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The proposer of Rystsov 2018, section 2.2: it leads each change through prepare and accept.
 *
 * <p>What it adds to the paper, and why that is sound:
 *
 * <ul>
 *   <li><b>Peek.</b> If a majority reports the same accepted ballot, its state is chosen, and
 *       nothing newer was chosen before the question: a newer one would show in the intersection.
 *       So a read costs one round trip and no disk write.
 *   <li><b>Retry after accept.</b> A proposal that met a conflict may live on in one acceptor. The
 *       next prepare tells: the state of the greatest accepted ballot is ours or derived from ours
 *       (it is in), or its lineage passes ours by (it is out for good, once what we propose now is
 *       chosen). States carry their last eight ancestors' ballots; where these do not tell, nobody
 *       knows, and the outcome says so.
 *   <li><b>One at a time.</b> Changes of one register queue here, lest a node conflict with itself.
 * </ul>
 */
final class Proposer {
  private static final int MOST_DOUBLINGS = 4;
  private static final int LOOKS = 3;
  private static final String INCARNATION = "incarnation";

  private final Host host;
  private final BiConsumer<String, Map<String, @Nullable Object>> send;
  private final long timeoutNanos;
  private final Duration retry;
  private final Quorum quorum;

  /** How long a step takes of late, in nanoseconds: the unit of the backoff after a conflict. */
  private long stepNanos = Duration.ofMillis(1).toNanos();

  private long proposer;
  private long lastId;
  private long counter;
  private boolean ready;
  private final List<Runnable> early = new ArrayList<>();
  private boolean ticking;

  private final Map<Long, Round> asking = new LinkedHashMap<>();
  private final Map<String, Deque<Round>> lines = new HashMap<>();
  private final Map<String, Head> heads = new HashMap<>();

  /**
   * The state that this proposer last had chosen, and the ballot promised to it along with that.
   */
  private record Head(
      long next, long chosen, List<Long> lineage, @Nullable Map<String, @Nullable Object> state) {}

  Proposer(
      Host host,
      WriteAhead storage,
      BiConsumer<String, Map<String, @Nullable Object>> send,
      Duration timeout,
      Duration retry) {
    this.host = host;
    this.send = send;
    this.timeoutNanos = timeout.toNanos();
    this.retry = retry;
    this.quorum = new Quorum(host.nodes(), host.name());
    beginIncarnation(storage);
  }

  private void beginIncarnation(WriteAhead storage) {
    long incarnation = storage.next(INCARNATION);
    proposer = Ballot.proposer(quorum.self(), incarnation);
    lastId = incarnation << 40;
    storage.whenDurable(
        () -> {
          ready = true;
          early.forEach(Runnable::run);
          early.clear();
        });
  }

  void change(String key, Change change, Consumer<Outcome> done) {
    var round = new Round(key, change, host.now() + timeoutNanos, done);
    whenReady(() -> enqueue(round));
  }

  void read(String key, Change change, Consumer<Outcome> done) {
    var round = new Round(key, change, host.now() + timeoutNanos, done);
    whenReady(() -> ask(round, Round.Phase.PEEK, "peek"));
  }

  private void whenReady(Runnable submission) {
    if (ready) {
      submission.run();
    } else {
      early.add(submission);
    }
  }

  private void enqueue(Round round) {
    Deque<Round> line = lines.computeIfAbsent(round.key, key -> new ArrayDeque<>());
    line.add(round);
    if (line.size() == 1) {
      begin(round);
    }
  }

  private boolean isFirstInLine(Round round) {
    Deque<Round> line = lines.get(round.key);
    return line != null && line.peek() == round;
  }

  private void begin(Round round) {
    Head head = heads.remove(round.key);
    if (head != null
        && round.change.apply(head.state) instanceof Change.Become become
        && host.now() <= round.deadline) {
      round.ballot = head.next;
      round.highest = head.chosen;
      round.lineage = head.lineage;
      propose(round, become);
    } else {
      prepare(round);
    }
  }

  private void prepare(Round round) {
    if (host.now() > round.deadline) {
      giveUp(round);
      return;
    }
    round.ballot = Ballot.of(++counter, proposer);
    ask(round, Round.Phase.PREPARE, "prepare");
  }

  private void propose(Round round, Change.Become become) {
    round.tried.put(round.ballot, become.answer());
    accept(round, become.state(), become.answer());
  }

  private void accept(
      Round round,
      @Nullable Map<String, @Nullable Object> state,
      Map<String, @Nullable Object> answer) {
    round.lineage = round.lineageOfNext();
    round.state = state;
    round.answer = answer;
    ask(round, Round.Phase.ACCEPT, "accept");
  }

  private void ask(Round round, Round.Phase phase, String type) {
    asking.remove(round.id);
    round.phase = phase;
    round.id = ++lastId;
    round.answered = 0;
    round.refused = 0;
    round.asked = quorum.preferred();
    round.askedAt = host.now();
    round.request = request(round, type);
    asking.put(round.id, round);
    tickLater();
    send(round, round.asked);
  }

  private static Map<String, @Nullable Object> request(Round round, String type) {
    return switch (round.phase) {
      case PEEK -> Bodies.of("type", type, "key", round.key, "round", round.id);
      case PREPARE ->
          Bodies.of("type", type, "key", round.key, "round", round.id, "ballot", round.ballot);
      default ->
          Bodies.of(
              "type",
              type,
              "key",
              round.key,
              "round",
              round.id,
              "ballot",
              round.ballot,
              "lineage",
              round.lineage,
              "state",
              round.state);
    };
  }

  /** Sends to itself last: the answer may come at once, and end the step. */
  private void send(Round round, long members) {
    Map<String, @Nullable Object> request = round.request;
    for (int node = 0; node < quorum.size(); node++) {
      if (node != quorum.self() && (members & (1L << node)) != 0) {
        send.accept(quorum.name(node), request);
      }
    }
    if ((members & (1L << quorum.self())) != 0) {
      send.accept(quorum.name(quorum.self()), request);
    }
  }

  void receive(String src, Map<String, @Nullable Object> body) {
    int node = quorum.indexOf(src);
    if (node < 0) {
      return;
    }
    quorum.heard(node);
    String type = Bodies.type(body);
    Round round = asking.get(Bodies.number(body, "round"));
    if (round == null || (round.answered & (1L << node)) != 0) {
      return;
    }
    switch (type) {
      case "peeked", "promise" ->
          round.learn(
              Bodies.number(body, "ballot"),
              Bodies.numbers(body, "lineage"),
              Bodies.fieldsOrNull(body, "state"));
      case "accepted" -> {}
      case "conflict" -> {
        counter = Math.max(counter, Ballot.counter(Bodies.number(body, "ballot")));
        conflict(round, Boolean.TRUE.equals(body.get("never")) ? 1L << node : 0);
        return;
      }
      default -> {
        return;
      }
    }
    round.answered |= 1L << node;
    if (quorum.isMajority(round.answered)) {
      asking.remove(round.id);
      stepNanos += (Math.min(host.now() - round.askedAt, retry.toNanos()) - stepNanos) / 8;
      majority(round);
    }
  }

  private void majority(Round round) {
    switch (round.phase) {
      case PEEK -> peeked(round);
      case PREPARE -> promised(round);
      default -> chosen(round);
    }
  }

  private void peeked(Round round) {
    Change.Decision decision = round.change.apply(round.state);
    if (decision instanceof Change.Refuse || (decision instanceof Change.Keep && round.unanimous)) {
      finish(round, new Outcome.Chosen(decision.answer()));
    } else if (decision instanceof Change.Keep && round.conflicts < LOOKS) {
      // A change is on its way: wait for it rather than disturb it.
      backOff(round);
    } else if (isFirstInLine(round)) {
      prepare(round);
    } else {
      round.phase = Round.Phase.WAITING;
      enqueue(round);
    }
  }

  private void promised(Round round) {
    Map<String, @Nullable Object> mine = round.included();
    if (mine != null) {
      round.tried.put(round.ballot, mine);
      accept(round, round.state, mine);
      return;
    }
    if (round.blurred()) {
      finish(round, new Outcome.Unknown("others went on after it was proposed"));
      return;
    }
    Change.Decision decision = round.change.apply(round.state);
    boolean first = round.tried.isEmpty();
    if (decision instanceof Change.Become become) {
      propose(round, become);
    } else if (first && (round.unanimous || decision instanceof Change.Refuse)) {
      finish(round, new Outcome.Chosen(decision.answer()));
    } else {
      // Choosing what was learned makes it the answer's ground, and buries what was tried before.
      accept(round, round.state, decision.answer());
    }
  }

  private void chosen(Round round) {
    long next = Ballot.next(round.ballot);
    counter = Math.max(counter, Ballot.counter(next));
    heads.put(round.key, new Head(next, round.ballot, round.lineage, round.state));
    finish(round, new Outcome.Chosen(round.answer));
  }

  /**
   * A proposal that was never accepted by any to whom it was sent is dead, for they promised a
   * greater ballot. So all of them are waited for, unless one is not sure (it saw a repetition).
   */
  private void conflict(Round round, long never) {
    if (round.phase == Round.Phase.ACCEPT && never != 0) {
      round.refused |= never;
      if (round.refused == round.asked) {
        round.tried.remove(round.ballot);
      } else if ((round.refused | round.answered) != round.asked) {
        return;
      }
    }
    backOff(round);
  }

  private void backOff(Round round) {
    asking.remove(round.id);
    round.phase = Round.Phase.WAITING;
    long unit = 2 * stepNanos << Math.min(round.conflicts++, MOST_DOUBLINGS);
    long most = 1 + Math.min(unit, timeoutNanos / LOOKS / 2);
    host.after(Duration.ofNanos(host.random().nextLong(most)), () -> again(round));
  }

  /** A look does not disturb whoever won, and may settle the matter. */
  private void again(Round round) {
    if (round.tried.isEmpty() && host.now() <= round.deadline) {
      ask(round, Round.Phase.PEEK, "peek");
    } else {
      prepare(round);
    }
  }

  private void giveUp(Round round) {
    String why = "no majority of " + quorum.size() + " nodes answered in time";
    finish(
        round,
        round.tried.isEmpty()
            ? new Outcome.Untouched(why + "; nothing was proposed")
            : new Outcome.Unknown(why + "; what was proposed may yet be chosen"));
  }

  private void finish(Round round, Outcome outcome) {
    asking.remove(round.id);
    round.phase = Round.Phase.DONE;
    Deque<Round> line = lines.get(round.key);
    if (line != null && isFirstInLine(round)) {
      line.poll();
      Round next = line.peek();
      if (next != null) {
        begin(next);
      } else {
        lines.remove(round.key);
      }
    }
    round.done.accept(outcome);
  }

  private void tickLater() {
    if (!ticking) {
      ticking = true;
      host.after(retry, this::tick);
    }
  }

  /** Ends what is overdue, and asks everybody where those asked first stay silent. */
  private void tick() {
    ticking = false;
    long now = host.now();
    List<Round> rounds = new ArrayList<>(asking.values());
    for (Round round : rounds) {
      if (asking.get(round.id) != round) {
        continue;
      }
      if (now > round.deadline) {
        giveUp(round);
      } else if (round.refused != 0) {
        backOff(round);
      } else if (now - round.askedAt >= retry.toNanos()) {
        quorum.missed(round.asked & ~round.answered);
        round.asked = quorum.everybody();
        send(round, round.asked & ~round.answered);
      }
    }
    if (!asking.isEmpty()) {
      tickLater();
    }
  }
}
