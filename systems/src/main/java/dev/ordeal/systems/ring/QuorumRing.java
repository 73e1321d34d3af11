package dev.ordeal.systems.ring;

import dev.ordeal.systems.service.Request;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Strict quorums with versions, as they are often taken for enough: R + W &gt; N, so that each read
 * meets each finished write. A write asks R replicas for the greatest version and writes the next
 * one to all, until W have it. A read asks all and answers the newest value of the first R.
 *
 * <p><b>Its flaw</b> is what Attiya, Bar-Noy and Dolev 1995 have and it has not: the second phase
 * of a read, which writes back what it is about to answer. A write that has reached one replica of
 * three, and is held up there, is seen by a read that asks this replica and not by the next read
 * that asks the other two: a stale read after a newer one. Replicas are repaired in the background
 * only. And since new replicas serve before they have their keys, a join or leave loses what the
 * quorums promise: the R of after and the W of before need not meet.
 *
 * <p>The same with one replica, placed by {@link ModuloPlacement}, is the store of the articles.
 * One replica needs no write-back. <b>Its flaws</b>: what the one node has is gone with the node,
 * and a node that leaves takes all it has with it, as an entry taken from a list does; meanwhile
 * those that stay re-hash everything they keep, and a key on its way is found at neither end.
 */
final class QuorumRing extends VersionedRing {
  private final boolean modulo;
  private final int readQuorum;
  private final int writeQuorum;

  private QuorumRing(RingOptions options, boolean modulo, int readQuorum, int writeQuorum) {
    super(options);
    this.modulo = modulo;
    this.readQuorum = readQuorum;
    this.writeQuorum = writeQuorum;
  }

  /** One replica, placed by the rest of a division. */
  static QuorumRing modulo(RingOptions options) {
    return new QuorumRing(options, true, 1, 1);
  }

  /** Quorums on the ring, and reads that do not write back. */
  static QuorumRing naive(RingOptions options, int readQuorum, int writeQuorum) {
    return new QuorumRing(options, false, readQuorum, writeQuorum);
  }

  @Override
  Placement place(RingView view) {
    return modulo
        ? new ModuloPlacement(view.members())
        : new HashRing(view.members(), options().virtualNodes());
  }

  @Override
  boolean handsOff(RingView view) {
    return !modulo || view.members().contains(host().name());
  }

  @Override
  void read(Request request, String key) {
    gather(
        key,
        readQuorum,
        getRequest(key),
        answers -> answerRead(request, newest(answers).value()),
        () -> request.answer(Errors.unavailable("too few replicas of " + key + " answered")));
  }

  @Override
  void write(Request request, String key, Object value) {
    gather(
        key,
        readQuorum,
        getRequest(key),
        answers ->
            update(request, key, new Stamped(newest(answers).number() + 1, ids().next(), value)),
        () -> request.answer(Errors.unavailable("too few replicas of " + key + " answered")));
  }

  private void update(Request request, String key, Stamped next) {
    gather(
        key,
        writeQuorum,
        putRequest(key, next),
        answers -> confirm(request, "write_ok"),
        () -> request.answer(Errors.timeout("too few replicas of " + key + " took the write")));
  }

  private interface Enough {
    void answers(Collection<Map<String, @Nullable Object>> answers);
  }

  private void gather(
      String key, int needed, Map<String, @Nullable Object> message, Enough enough, Runnable late) {
    List<String> replicas = replicas(key);
    new Gather(
            host(),
            calls(),
            Math.min(needed, replicas.size()),
            options().timeout().dividedBy(2),
            answers -> enough.answers(answers.values()),
            late)
        .ask(replicas, message);
  }
}
