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
  private static final Duration FIRST_BACKOFF = Duration.ofMillis(4);
  private static final int MOST_DOUBLINGS = 5;
  private static final String INCARNATION = "incarnation";

  private final Host host;
  private final BiConsumer<String, Map<String, @Nullable Object>> send;
  private final long timeoutNanos;
  private final Duration retry;
  private final Quorum quorum;

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
    long incarnation =
        storage.read(INCARNATION).map(record -> Bodies.number(record, "number")).orElse(0L) + 1;
    proposer = Ballot.proposer(quorum.self(), incarnation);
    lastId = incarnation << 40;
    storage.write(INCARNATION, Bodies.of("number", incarnation));
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
        conflict(round, Bodies.number(body, "ballot"));
        return;
      }
      default -> {
        return;
      }
    }
    round.answered |= 1L << node;
    if (quorum.isMajority(round.answered)) {
      asking.remove(round.id);
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
      giveUp(round);
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

  private void conflict(Round round, long promised) {
    asking.remove(round.id);
    counter = Math.max(counter, Ballot.counter(promised));
    round.phase = Round.Phase.WAITING;
    long most = FIRST_BACKOFF.toNanos() << Math.min(round.conflicts++, MOST_DOUBLINGS);
    host.after(Duration.ofNanos(host.random().nextLong(most)), () -> prepare(round));
  }

  private void giveUp(Round round) {
    String why = "no majority of " + quorum.size() + " nodes answered in time";
    finish(
        round,
        round.tried.isEmpty()
            ? new Outcome.Untouched(why + "; nothing was proposed")
            : new Outcome.Unknown(why + ", or others went on; the change may have been chosen"));
  }

  private void finish(Round round, Outcome outcome) {
    asking.remove(round.id);
    round.phase = Round.Phase.DONE;
    Deque<Round> line = lines.get(round.key);
    if (line != null && line.peek() == round) {
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
