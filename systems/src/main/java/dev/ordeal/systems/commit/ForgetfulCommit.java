package dev.ordeal.systems.commit;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Two-phase commit as articles have it, in four steps: request, execute, decide, commit. The
 * coordinator has one participant after the other execute its part; these do it at once, and keep
 * in mind how to undo it. If all went well the coordinator decides to commit, and they give their
 * locks back; else they undo it.
 *
 * <p>Its flaw is that all this is kept in memory only. A coordinator that stops between execute and
 * decide leaves a transaction that some participants have executed, and that nobody will ever
 * complete or undo; a participant that stops forgets how to undo. Who waits in vain for a decision
 * gives its locks back and leaves things as they are: half of a transaction is there for ever.
 */
public final class ForgetfulCommit extends CommitNode {

  ForgetfulCommit(Timings timings) {
    super(timings);
  }

  @Override
  DecisionLog decisions(Site site) {
    return new NoDecisionLog();
  }

  @Override
  Coordinator coordinator(Site site, Shards shards) {
    return new OneAfterTheOther(site, shards, decisions(site));
  }

  @Override
  Participant participant(Site site) {
    return new AtOnce(site);
  }

  private static final class OneAfterTheOther extends Coordinator {

    OneAfterTheOther(Site site, Shards shards, DecisionLog decisions) {
      super(site, shards, decisions);
    }

    @Override
    void ask(Transaction transaction) {
      ask(transaction, transaction.awaited.iterator().next());
    }

    @Override
    void votedYes(Transaction transaction) {
      if (transaction.awaited.isEmpty()) {
        super.votedYes(transaction);
      } else {
        ask(transaction);
      }
    }
  }

  private static final class AtOnce extends Participant {
    private final Map<TxnId, Map<Object, @Nullable Object>> undo = new HashMap<>();

    AtOnce(Site site) {
      super(
          site,
          (branch, decision) -> {
            if (site.host().now() - branch.since >= site.timings().timeout().toNanos()) {
              decision.is(true);
            }
          });
    }

    @Override
    boolean keep(Branch branch, Map<Object, @Nullable Object> writes) {
      var before = new HashMap<Object, @Nullable Object>();
      writes.keySet().forEach(key -> before.put(key, shard().read(key)));
      undo.put(branch.txn(), before);
      shard().apply(writes, 0);
      return true;
    }

    @Override
    void carryOut(Branch branch, boolean commit) {
      Map<Object, @Nullable Object> before = undo.remove(branch.txn());
      if (!commit && before != null) {
        shard().apply(before, 0);
      }
    }
  }
}
