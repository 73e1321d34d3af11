package dev.ordeal.systems.ring;

import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.port.ErrorCode;
import dev.ordeal.systems.service.Request;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sound store: each key is a register replicated by CASPaxos on its replicas, with the reads of
 * ABD, and stays linearizable through joins and leaves, whatever is lost and whoever restarts.
 *
 * <p>One protocol serves reads, writes and compare-and-set, in {@link Coordinator} and {@link
 * KeyAcceptors}: ABD's writes alone cannot compare, and two protocols on one key would have to be
 * fenced off from each other.
 *
 * <p><b>How the members change.</b> A view v is followed by a view v + 1 with the members of before
 * and after, in which each key is served by {@link Quorums joint quorums}: a majority of its old
 * replicas and one of its new ones. A {@link Mover} seals the old replicas, has every key that they
 * know read through joint quorums, and then the register of views takes v + 2, in which the new
 * replicas serve alone. The argument why nothing acknowledged is lost:
 *
 * <ol>
 *   <li>Each message names the view it was sent in, and an acceptor answers only in the view it
 *       knows, which it remembers durably and leaves only for a newer one. So a quorum is of one
 *       view, and once a majority of a key's old replicas knows v + 1, no round of v can end.
 *   <li>Rounds of v and v + 1 meet in the old replicas, those of v + 1 and v + 2 in the new ones,
 *       since each majority of a group meets each other.
 *   <li>Before v + 2, the mover has a majority of the old replicas of each arc that changes hands
 *       know v + 1, and only then asks them for their keys. What was chosen in v was accepted by
 *       one of them before; so its key is listed, and the joint read sees it, or what came after,
 *       and leaves it at a majority of the new replicas. What was chosen in v + 1 is there anyway.
 *   <li>A {@link Ballot} begins with the view. What a node accepted in an older view, and was never
 *       chosen, cannot outrank what is chosen in a newer one when that node comes back.
 * </ol>
 *
 * <p>Keys whose replicas stay the same are not touched. A view has no quorum of its own that could
 * fail: if the mover stops, another node takes over, and every step may be done twice.
 */
final class AtomicRing extends RingNode {
  private @Nullable KeyAcceptors acceptors;
  private @Nullable Coordinator coordinator;
  private @Nullable Mover mover;
  private @Nullable HashRing before;

  AtomicRing(RingOptions options) {
    super(options);
  }

  @Override
  void assemble() {
    acceptors = new KeyAcceptors(store(), this::changed);
    coordinator = new Coordinator(this, this::quorums);
    mover = new Mover(this, coordinator);
  }

  private KeyAcceptors acceptors() {
    return started(acceptors);
  }

  private Coordinator coordinator() {
    return started(coordinator);
  }

  private Mover mover() {
    return started(mover);
  }

  private void changed(String key, @Nullable String held) {
    entropy().changed(key, held, acceptors().held(key));
  }

  @Override
  Placement place(RingView view) {
    before = view.settled() ? null : new HashRing(view.from(), options().virtualNodes());
    return new HashRing(view.members(), options().virtualNodes());
  }

  @Override
  RingView next(RingView view, List<String> members) {
    return view.moving(members);
  }

  /** The quorums of a key in the view that this node knows. */
  Quorums quorums(String key) {
    List<String> now = replicas(key);
    return Quorums.of(now, before == null ? now : before.replicas(key, options().replicas()));
  }

  @Override
  void viewChanged(RingView view) {
    coordinator().viewChanged();
    mover().viewChanged(view);
  }

  @Override
  void read(Request request, String key) {
    coordinator()
        .submit(
            key,
            new KeyChange.Read(),
            outcome -> {
              if (outcome instanceof KeyOutcome.Stayed stayed) {
                answerRead(request, stayed.value());
              } else {
                refuse(request, outcome);
              }
            });
  }

  @Override
  void write(Request request, String key, Object value) {
    coordinator().submit(key, new KeyChange.Write(value), answerTo(request, "write_ok"));
  }

  @Override
  boolean cas(Request request, String key, Object from, Object to) {
    var change = new KeyChange.CompareAndSet(from, to);
    coordinator().submit(key, change, answerTo(request, "cas_ok"));
    return true;
  }

  private static Consumer<KeyOutcome> answerTo(Request request, String type) {
    return outcome -> {
      if (outcome instanceof KeyOutcome.Changed) {
        confirm(request, type);
      } else {
        refuse(request, outcome);
      }
    };
  }

  private static void refuse(Request request, KeyOutcome outcome) {
    if (outcome instanceof KeyOutcome.Stayed stayed) {
      request.refuse(
          stayed.value() == null ? ErrorCode.KEY_DOES_NOT_EXIST : ErrorCode.PRECONDITION_FAILED,
          "the value is " + stayed.value());
    } else if (outcome instanceof KeyOutcome.Untouched untouched) {
      request.refuse(ErrorCode.TEMPORARILY_UNAVAILABLE, untouched.why());
    } else if (outcome instanceof KeyOutcome.Unknown unknown) {
      request.refuse(ErrorCode.TIMEOUT, unknown.why());
    }
  }

  @Override
  boolean fromReplica(String src, Map<String, @Nullable Object> body) {
    switch (Bodies.type(body)) {
      case "key-peek", "key-prepare", "key-accept", "seal" -> {
        long asked = Bodies.number(body, "view");
        reply(
            src,
            body,
            asked == view().version() ? inThisView(body) : Bodies.of("other-view", view().body()));
      }
      case "moving" -> mover().hear(body);
      default -> {
        return false;
      }
    }
    return true;
  }

  private Map<String, @Nullable Object> inThisView(Map<String, @Nullable Object> body) {
    return switch (Bodies.type(body)) {
      case "key-peek" -> acceptors().peek(Bodies.text(body, "key"));
      case "key-prepare" ->
          acceptors().prepare(Bodies.text(body, "key"), Bodies.number(body, "ballot"));
      case "key-accept" ->
          acceptors()
              .accept(Bodies.text(body, "key"), Accepted.of(Bodies.fields(body, "proposed")));
      default -> mover().sealed(body);
    };
  }

  @Override
  boolean settled() {
    return view().settled();
  }

  @Override
  @Nullable String held(String key) {
    return acceptors().held(key);
  }

  @Override
  @Nullable Map<String, @Nullable Object> entry(String key) {
    return acceptors().held(key) == null ? null : acceptors().accepted(key).body();
  }

  @Override
  boolean mayRepair() {
    return view().settled();
  }

  /**
   * What another replica has accepted is its proposer's accept message, come late: it is taken as
   * such. If a promise is in the way, whose proposer may be long gone, a round of the own settles
   * it.
   */
  @Override
  void offer(String key, Map<String, @Nullable Object> entry) {
    Accepted offered = Accepted.of(entry);
    if (offered.ballot() > acceptors().accepted(key).ballot()
        && acceptors().accept(key, offered).containsKey("conflict")) {
      coordinator().submit(key, new KeyChange.Repair(), outcome -> {});
    }
  }
}
