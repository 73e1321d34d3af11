package dev.ordeal.systems.ring;

import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.service.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A store in the manner of DeCandia et al. 2007 (Dynamo): always writable. Quorums are sloppy: a
 * request goes to the first N <em>healthy</em> nodes of the preference list, and who stands in for
 * another keeps a {@link Hints hint} and hands it over later. Reads repair what they find stale;
 * Merkle trees find the rest.
 *
 * <p>Of two values the one with the later time counts (last write wins), by the wall clock of the
 * node that coordinated the write.
 *
 * <p><b>Its flaws</b>: the quorums of the two sides of a partition do not meet, so that a read may
 * be stale, or go back, while each side takes writes. And a write that is acknowledged is dropped,
 * at once or later, if another one bears a later time, although it came before: with clocks that
 * differ by a second, all writes of a second may be lost. Dynamo itself returns both values with
 * vector clocks, and leaves it to the client; Cassandra does it as this one does.
 */
final class SloppyRing extends VersionedRing {
  private static final int HINTS_AT_ONCE = 200;

  private final int readQuorum;
  private final int writeQuorum;
  private final Set<String> suspects = new HashSet<>();
  private @Nullable Hints hints;

  /** A node of it. */
  SloppyRing(RingOptions options, int readQuorum, int writeQuorum) {
    super(options);
    this.readQuorum = readQuorum;
    this.writeQuorum = writeQuorum;
  }

  @Override
  void assembleMore() {
    hints = new Hints(storage());
    host().after(options().repair(), this::handOver);
  }

  private Hints hints() {
    return started(hints);
  }

  @Override
  Placement place(RingView view) {
    return new HashRing(view.members(), options().virtualNodes());
  }

  /** Each node decides for itself who is healthy (Dynamo, section 4.8.3): who answers. */
  @Override
  void fellSilent(String node) {
    if (!node.equals(host().name())) {
      suspects.add(node);
    }
  }

  @Override
  void heard(String node) {
    suspects.remove(node);
  }

  @Override
  boolean settled() {
    return super.settled() && hints().isEmpty();
  }

  /** What it keeps, for itself or for others. */
  @Override
  Stamped kept(String key) {
    Stamped own = super.kept(key);
    Stamped hinted = hints().newest(key, host().nodes());
    return hinted.newerThan(own) ? hinted : own;
  }

  @Override
  void put(String key, Stamped stamped, Map<String, @Nullable Object> request) {
    String meantFor = Bodies.textOrNull(request, "hint");
    if (meantFor == null) {
      take(key, stamped);
    } else {
      hints().keep(meantFor, key, stamped);
    }
  }

  @Override
  void read(Request request, String key) {
    var gather =
        gather(
            readQuorum,
            answers -> {
              Stamped newest = newest(answers.values());
              answerRead(request, newest.value());
              repair(key, newest, answers);
            },
            () -> request.answer(Errors.unavailable("too few nodes answered")));
    new SloppyQuorum(key, gather, false).ask(getRequest(key));
  }

  @Override
  void write(Request request, String key, Object value) {
    var stamped = new Stamped(time(), ids().next(), value);
    var gather =
        gather(
            writeQuorum,
            answers -> confirm(request, "write_ok"),
            () -> request.answer(Errors.timeout("too few nodes took the write")));
    new SloppyQuorum(key, gather, true).ask(putRequest(key, stamped));
  }

  private Gather gather(
      int needed, Consumer<Map<String, Map<String, @Nullable Object>>> enough, Runnable late) {
    int members = view().members().size();
    return new Gather(
        host(), calls(), Math.min(needed, members), options().timeout(), enough, late);
  }

  /** Nanoseconds of the wall clock since 1970. */
  private long time() {
    Instant now = host().wallClock();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }

  /** Read repair: who answered something older gets the newest. */
  private void repair(
      String key, Stamped newest, Map<String, Map<String, @Nullable Object>> answers) {
    List<String> stale =
        answers.entrySet().stream()
            .filter(answer -> newest.newerThan(Stamped.of(answer.getValue())))
            .map(Map.Entry::getKey)
            .filter(replicas(key)::contains)
            .toList();
    if (!stale.isEmpty()) {
      offer(stale, key, newest, () -> {});
    }
  }

  private void offer(List<String> nodes, String key, Stamped stamped, Runnable taken) {
    Duration patience = options().timeout();
    new Gather(host(), calls(), nodes.size(), patience, answers -> taken.run(), () -> {})
        .ask(nodes, putRequest(key, stamped));
  }

  /**
   * Hands over what is kept for nodes that are back; if a key is not theirs any more, to those
   * whose it is.
   */
  private void handOver() {
    for (String node : host().nodes()) {
      for (Hints.Hint hint : hints().of(node, HINTS_AT_ONCE)) {
        List<String> replicas = replicas(hint.key());
        List<String> heirs = replicas.contains(node) ? List.of(node) : replicas;
        if (heirs.stream().noneMatch(suspects::contains)) {
          offer(heirs, hint.key(), hint.stamped(), () -> hints().delivered(hint));
        }
      }
    }
    host().after(options().repair(), this::handOver);
  }

  /** The first N healthy nodes of the preference list, and more as some of them fall silent. */
  private final class SloppyQuorum {
    private final Gather gather;
    private final boolean leavesHints;
    private final List<String> home;
    private final Iterator<String> standIns;

    SloppyQuorum(String key, Gather gather, boolean leavesHints) {
      this.gather = gather;
      this.leavesHints = leavesHints;
      this.home = replicas(key);
      List<String> all = placement().preference(key);
      var others = new ArrayList<>(all.subList(home.size(), all.size()));
      others.removeIf(suspects::contains);
      this.standIns = others.iterator();
    }

    void ask(Map<String, @Nullable Object> request) {
      List<String> healthy = home.stream().filter(node -> !suspects.contains(node)).toList();
      gather.ask(healthy, request);
      home.stream().filter(node -> !healthy.contains(node)).forEach(node -> standIn(node, request));
      host().after(options().retry(), () -> replaceSilent(request));
    }

    private void replaceSilent(Map<String, @Nullable Object> request) {
      if (!gather.isDone()) {
        gather.silent().stream().filter(home::contains).forEach(node -> standIn(node, request));
      }
    }

    /** Lets the next healthy node stand in for one of the first N; itself, if there is none. */
    private void standIn(String node, Map<String, @Nullable Object> request) {
      if (gather.isDone()) {
        return;
      }
      if (!standIns.hasNext()) {
        if (!gather.silent().contains(node)) {
          gather.ask(List.of(node), request);
        }
        return;
      }
      gather.ask(
          List.of(standIns.next()), leavesHints ? Bodies.with(request, "hint", node) : request);
    }
  }
}
