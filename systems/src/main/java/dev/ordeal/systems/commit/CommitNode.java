package dev.ordeal.systems.commit;

import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.service.Request;
import dev.ordeal.systems.service.ServiceNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A node of a system that commits transactions over shards: the parts that it has in all variants,
 * and the messages between them.
 */
abstract class CommitNode extends ServiceNode {
  private static final String LIFE = "life";

  private final Timings timings;
  private final List<Runnable> early = new ArrayList<>();
  private @Nullable Parts parts;
  private boolean ready;
  private boolean isResumed;

  /** The parts of a running node. */
  private record Parts(Site site, Coordinator coordinator, Participant participant, Relay relay) {}

  CommitNode(Timings timings) {
    this.timings = timings;
  }

  /** Whether any node coordinates what its own clients ask for, or only the first one does. */
  boolean everyNodeCoordinates() {
    return false;
  }

  /** Called once, before the parts are asked for. */
  void prepareSite(Site site) {
    // Most variants have nothing of their own.
  }

  abstract DecisionLog decisions(Site site);

  abstract Coordinator coordinator(Site site, Shards shards);

  abstract Participant participant(Site site);

  /** Takes a message that is not about two-phase commit. */
  void receiveOther(String src, Map<String, @Nullable Object> body) {
    // Most variants send no other.
  }

  private Parts parts() {
    return started(parts);
  }

  private String firstNode() {
    return host().nodes().get(0);
  }

  /** The first node only coordinates, so that losing it is losing the coordinator and no shard. */
  private Shards shards() {
    List<String> nodes = host().nodes();
    boolean all = everyNodeCoordinates() || nodes.size() == 1;
    return new Shards(all ? nodes : nodes.subList(1, nodes.size()));
  }

  @Override
  protected final void begin() {
    var site =
        new Site(host(), storage(), timings, storage().next(LIFE), new Lives(), this::dispatch);
    site.lives().learn(site.name(), site.life());
    prepareSite(site);
    Coordinator coordinator = coordinator(site, shards());
    String chosen = everyNodeCoordinates() ? site.name() : firstNode();
    parts =
        new Parts(
            site, coordinator, participant(site), new Relay(site, chosen, coordinator::begin));
    coordinator.load();
    parts.participant.load();
    storage().whenDurable(this::resume);
  }

  /** All that was found is durable, and so is this life: from now on it may be spoken of. */
  private void resume() {
    Parts all = parts();
    ready = true;
    for (String node : host().nodes()) {
      if (!node.equals(all.site.name())) {
        host().send(node, Bodies.of("type", "hello", "life", all.site.life()));
      }
    }
    all.coordinator.resume();
    all.participant.resume();
    noteResumed();
    early.forEach(Runnable::run);
    early.clear();
  }

  private void noteResumed() {
    if (!isResumed && parts().coordinator.isResumed() && parts().participant.isResumed()) {
      isResumed = true;
      resumed();
    }
  }

  private void whenReady(Runnable event) {
    if (ready) {
      event.run();
    } else {
      early.add(event);
    }
  }

  @Override
  protected final boolean serve(String type, Request request) {
    switch (type) {
      case "txn" -> {
        List<Op> ops = Op.in(request.body());
        whenReady(() -> begin(ops, request::answer));
      }
      case "doubts" -> whenReady(() -> request.answer(doubts()));
      default -> {
        return false;
      }
    }
    return true;
  }

  private void begin(List<Op> ops, Consumer<Map<String, @Nullable Object>> answer) {
    if (isLeader()) {
      parts().coordinator.begin(ops, answer);
    } else {
      parts().relay.call(ops, answer);
    }
  }

  private Map<String, @Nullable Object> doubts() {
    List<String> txns =
        Stream.concat(parts().coordinator.doubts().stream(), parts().participant.doubts().stream())
            .distinct()
            .toList();
    return Bodies.of("type", "doubts_ok", "txns", txns);
  }

  @Override
  protected final String vocabulary() {
    return "transactions know txn, doubts, role and ping";
  }

  @Override
  protected final boolean isLeader() {
    return everyNodeCoordinates() || host().name().equals(firstNode());
  }

  @Override
  protected final void fromPeer(String src, Map<String, @Nullable Object> body) {
    whenReady(() -> dispatch(src, body));
  }

  private void dispatch(String src, Map<String, @Nullable Object> body) {
    Parts all = parts();
    all.relay.heard(src);
    switch (Bodies.type(body)) {
      case "hello" -> {
        all.site.lives().learn(src, Bodies.number(body, "life"));
        all.site.send(src, Bodies.of("type", "welcome", "life", all.site.life()));
      }
      case "welcome" -> all.site.lives().learn(src, Bodies.number(body, "life"));
      case "submit", "submitted", "misaddressed" -> all.relay.receive(src, body);
      case "execute" -> {
        Prepare request = Prepare.in(body);
        all.coordinator.observe(request.age());
        all.participant.execute(request);
      }
      case "vote" -> all.coordinator.vote(src, body);
      case "decision" ->
          all.participant.decide(TxnId.in(body), Boolean.TRUE.equals(body.get("commit")));
      case "ack" ->
          all.coordinator.acknowledge(src, TxnId.in(body), Boolean.TRUE.equals(body.get("held")));
      case "undecided" -> all.participant.undecided(TxnId.in(body));
      case "inquire" -> all.coordinator.inquire(src, TxnId.in(body));
      case "wound" -> all.coordinator.wound(TxnId.in(body));
      case "consult" -> all.participant.consult(src, TxnId.in(body), Bodies.number(body, "life"));
      default -> receiveOther(src, body);
    }
    noteResumed();
  }
}
