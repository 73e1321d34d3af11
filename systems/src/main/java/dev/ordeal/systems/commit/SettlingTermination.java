package dev.ordeal.systems.commit;

import dev.ordeal.systems.port.Bodies;
import java.util.HashSet;
import java.util.Set;

/**
 * Ends a doubt without the coordinator: it is asked first, and when it had the time to collect all
 * votes and did not say what it decided, the participant proposes to abort. Whatever the register
 * then holds is the decision, for all.
 */
final class SettlingTermination implements Termination {
  private final Site site;
  private final RegisterDecisionLog decisions;
  private final Set<TxnId> settling = new HashSet<>();

  SettlingTermination(Site site, RegisterDecisionLog decisions) {
    this.site = site;
    this.decisions = decisions;
  }

  @Override
  public void resolve(Branch branch, Decision decision) {
    TxnId txn = branch.txn();
    boolean hadTime = site.host().now() - branch.since >= site.timings().votes().toNanos();
    if (!hadTime) {
      site.send(txn.coordinator(), Bodies.of("type", "inquire", "txn", txn.toString()));
    } else if (settling.add(txn)) {
      decisions.settle(
          txn,
          branch.request.slot(),
          fate -> {
            settling.remove(txn);
            if (fate != DecisionLog.Fate.UNKNOWN) {
              decision.is(fate == DecisionLog.Fate.COMMITTED);
            }
          });
    }
  }
}
