package dev.ordeal.systems.commit;

import dev.ordeal.systems.consensus.CasPaxos;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Two-phase commit whose decisions are replicated: any node coordinates what its clients ask for,
 * and every node keeps a shard. Transactions are strictly serializable, and committed everywhere or
 * nowhere.
 *
 * <p>A decision is the first value that a register on a majority of the nodes takes: commit, which
 * only the coordinator proposes, and only when all voted yes; or abort, which any participant in
 * doubt may propose. So no stop of a single node leaves the others in doubt (Gray and Lamport,
 * Consensus on Transaction Commit, 2006; theirs has a register for each vote, which saves one
 * delay). What needs a shard that is gone must still wait for it.
 */
public final class ReplicatedCommit extends CommitNode {
  private @Nullable RegisterDecisionLog registers;

  ReplicatedCommit(Timings timings) {
    super(timings);
  }

  @Override
  boolean everyNodeCoordinates() {
    return true;
  }

  @Override
  void prepareSite(Site site) {
    registers =
        new RegisterDecisionLog(
            site,
            new CasPaxos(
                site.host(), site.storage(), site.timings().votes(), site.timings().retry()));
  }

  @Override
  RegisterDecisionLog decisions(Site site) {
    return started(registers);
  }

  @Override
  Coordinator coordinator(Site site, Shards shards) {
    return new Coordinator(site, shards, decisions(site));
  }

  @Override
  Participant participant(Site site) {
    return new Participant(site, new SettlingTermination(site, decisions(site)));
  }

  @Override
  void receiveOther(String src, Map<String, @Nullable Object> body) {
    started(registers).receive(src, body);
  }
}
