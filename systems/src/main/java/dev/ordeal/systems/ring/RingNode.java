package dev.ordeal.systems.ring;

import dev.ordeal.systems.consensus.CasPaxos;
import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.port.Host;
import dev.ordeal.systems.port.MalformedBodyException;
import dev.ordeal.systems.service.Request;
import dev.ordeal.systems.service.ServiceNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What every ring variant's node does alike: it understands the requests, knows the ring view,
 * changes it and passes it on, and repairs replicas that have drifted apart. Any node coordinates
 * any request, members or not.
 */
abstract class RingNode extends ServiceNode {
  private static final String LIFE = "life";

  private final RingOptions options;
  private final List<Runnable> early = new ArrayList<>();
  private boolean ready;
  private @Nullable CasPaxos registers;
  private @Nullable Views views;
  private @Nullable Gossip gossip;
  private @Nullable Calls calls;
  private @Nullable KeyStore store;
  private @Nullable Ids ids;
  private @Nullable Placement placement;
  private @Nullable AntiEntropy entropy;

  RingNode(RingOptions options) {
    this.options = options;
  }

  @Override
  protected final void begin() {
    long life = storage().next(LIFE);
    ids = new Ids(host().nodes().indexOf(host().name()), life);
    calls = new Calls(host(), this::send, this::fellSilent, options.retry(), life << 40);
    registers = new CasPaxos(host(), storage(), options.timeout(), options.retry());
    store = new KeyStore(storage(), "key");
    views = new Views(host(), storage(), registers, options.members(), this::follow);
    gossip = new Gossip(host(), views, options.gossip());
    placement = place(views.current());
    entropy = new AntiEntropy(host(), new Kept(), options.repair(), this::mayRepair);
    assemble();
    storage().whenDurable(this::resume);
  }

  private void resume() {
    ready = true;
    early.forEach(Runnable::run);
    early.clear();
    enter(view());
    confirmView();
  }

  /** It is back once it knows the view in force. */
  private void confirmView() {
    views()
        .refresh(
            known -> {
              if (known) {
                resumed();
              } else {
                confirmView();
              }
            });
  }

  final Duration since(long began) {
    return Duration.ofNanos(host().now() - began);
  }

  private void follow(RingView view) {
    placement = place(view);
    if (ready) {
      enter(view);
    }
  }

  private void enter(RingView view) {
    entropy().viewChanged(view);
    viewChanged(view);
  }

  /** Makes the parts of the variant, once all parts of this class are there. */
  abstract void assemble();

  /** Where keys belong in a view. */
  abstract Placement place(RingView view);

  /** This node knows a newer view, or begins. */
  abstract void viewChanged(RingView view);

  /** The view that follows when a node joins or leaves. */
  abstract RingView next(RingView view, List<String> members);

  abstract void read(Request request, String key);

  abstract void write(Request request, String key, Object value);

  /** Compares and sets; false if this variant cannot. */
  abstract boolean cas(Request request, String key, Object from, Object to);

  /** Whether no keys are on their way, as far as this node knows. */
  abstract boolean settled();

  /** The version and the value of a key that this node keeps, as text. */
  abstract @Nullable String held(String key);

  /** A key's entry as it travels to other replicas; null if nothing is kept. */
  abstract @Nullable Map<String, @Nullable Object> entry(String key);

  /** Another replica has this entry. */
  abstract void offer(String key, Map<String, @Nullable Object> entry);

  /** Whether replicas may be repaired now. */
  boolean mayRepair() {
    return true;
  }

  /** Another node did not answer in time. */
  void fellSilent(String node) {}

  /** Another node has said something. */
  void heard(String node) {}

  /** Whether the message was understood. */
  abstract boolean fromReplica(String src, Map<String, @Nullable Object> body);

  @Override
  protected final boolean serve(String type, Request request) {
    switch (type) {
      case "read", "write", "cas", "join", "leave" -> {
        if (!ready) {
          request.answer(Errors.unavailable("this node is starting"));
          return true;
        }
        return work(type, request);
      }
      case "members" -> request.answer(Reports.members(this));
      case "placement" -> request.answer(Reports.placement(this, request.body()));
      case "holds" -> request.answer(Reports.holds(this));
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean work(String type, Request request) {
    switch (type) {
      case "read" -> read(request, key(request));
      case "write" -> write(request, key(request), present(request, "value"));
      case "cas" -> {
        return cas(request, key(request), present(request, "from"), present(request, "to"));
      }
      case "join" -> change(request, "join_ok", true);
      default -> change(request, "leave_ok", false);
    }
    return true;
  }

  /** A key is its text: 7 and "7" are the same. */
  static String key(Request request) {
    Object key = request.body().get("key");
    if (key instanceof Long || key instanceof String) {
      return key.toString();
    }
    throw new MalformedBodyException("the field 'key' is " + key + ", not an integer or a string");
  }

  /** Answers a read; null if there is nothing. */
  static void answerRead(Request request, @Nullable Object value) {
    request.answer(Bodies.of("type", "read_ok", "key", request.body().get("key"), "value", value));
  }

  /** Tells that what was asked of a key is done. */
  static void confirm(Request request, String type) {
    request.answer(Bodies.of("type", type, "key", request.body().get("key")));
  }

  private static Object present(Request request, String field) {
    Object value = request.body().get(field);
    if (value == null) {
      throw new MalformedBodyException("the field '" + field + "' is missing or null");
    }
    return value;
  }

  private void change(Request request, String type, boolean join) {
    String node = Bodies.text(request.body(), "node");
    if (!host().nodes().contains(node)) {
      request.answer(Errors.impossible("no node of this cluster is called " + node));
      return;
    }
    views()
        .change(
            view -> step(view, node, join),
            result -> {
              if (result instanceof Views.Result.InForce now) {
                gossip().spread();
                request.answer(Bodies.of("type", type, "version", now.view().version()));
              } else {
                request.answer(((Views.Result.Failed) result).error());
              }
            });
  }

  private Views.Step step(RingView view, String node, boolean join) {
    if (view.members().contains(node) == join) {
      return new Views.Step.To(view);
    }
    if (!view.settled()) {
      return new Views.Step.Refused(Errors.unavailable("another change is under way"));
    }
    List<String> members =
        host().nodes().stream()
            .filter(other -> other.equals(node) ? join : view.members().contains(other))
            .toList();
    return members.isEmpty()
        ? new Views.Step.Refused(Errors.impossible("the last member cannot leave"))
        : new Views.Step.To(next(view, members));
  }

  @Override
  protected final String vocabulary() {
    return "a ring knows read, write, cas (ring-atomic only), join, leave, members, placement, "
        + "holds, role and ping";
  }

  @Override
  protected final boolean isLeader() {
    return false;
  }

  /** Sends to another node or to this one. */
  final void send(String dest, Map<String, @Nullable Object> body) {
    if (dest.equals(host().name())) {
      fromPeer(dest, body);
    } else {
      host().send(dest, body);
    }
  }

  /** Answers a call once all that was written before is durable. */
  final void reply(
      String src, Map<String, @Nullable Object> request, Map<String, @Nullable Object> answer) {
    storage().whenDurable(() -> send(src, Calls.answerTo(request, answer)));
  }

  @Override
  protected final void fromPeer(String src, Map<String, @Nullable Object> body) {
    heard(src);
    if (!ready) {
      if (early.size() < 1_000) {
        early.add(() -> fromPeer(src, body));
      }
      return;
    }
    switch (Bodies.type(body)) {
      case "gossip" -> gossip().hear(src, body);
      case "answer" -> calls().receive(src, body);
      case "merkle" -> entropy().compared(src, body);
      case "leaves" -> entropy().exchanged(src, body);
      default -> {
        if (!fromReplica(src, body)) {
          started(registers).receive(src, body);
        }
      }
    }
  }

  /** The world that this node runs in, for its parts. */
  final Host world() {
    return host();
  }

  final RingOptions options() {
    return options;
  }

  final Views views() {
    return started(views);
  }

  final RingView view() {
    return views().current();
  }

  final Gossip gossip() {
    return started(gossip);
  }

  final Calls calls() {
    return started(calls);
  }

  final KeyStore store() {
    return started(store);
  }

  final Ids ids() {
    return started(ids);
  }

  final Placement placement() {
    return started(placement);
  }

  final AntiEntropy entropy() {
    return started(entropy);
  }

  /** The nodes that keep a key in the view that this node knows. */
  final List<String> replicas(String key) {
    return placement().replicas(key, options.replicas());
  }

  /** The same as a map of plain data. */
  static Map<String, @Nullable Object> plain(Map<String, ?> map) {
    Map<String, @Nullable Object> plain = new TreeMap<>();
    plain.putAll(map);
    return plain;
  }

  private final class Kept implements AntiEntropy.Replicated {
    @Override
    public Set<String> keys() {
      return store().keys();
    }

    @Override
    public List<String> replicas(String key) {
      return RingNode.this.replicas(key);
    }

    @Override
    public @Nullable String held(String key) {
      return RingNode.this.held(key);
    }

    @Override
    public @Nullable Map<String, @Nullable Object> entry(String key) {
      return RingNode.this.entry(key);
    }

    @Override
    public void offer(String key, Map<String, @Nullable Object> entry) {
      RingNode.this.offer(key, entry);
    }
  }
}
