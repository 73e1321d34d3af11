package dev.ordeal.systems.commit;

import dev.ordeal.systems.port.Bodies;
import java.util.Map;

/**
 * The cooperative termination protocol (Bernstein, Hadzilacos, Goodman 1987, section 7.4): whoever
 * is in doubt asks the coordinator and, if that stays silent, the other participants too. One that
 * knows the decision passes it on. One that has not voted gives up its right to, and so knows that
 * the decision is to abort. If all are in doubt themselves, all wait for the coordinator.
 *
 * <p>The answers come as decisions, like those of the coordinator.
 */
final class CooperativeTermination implements Termination {
  private final Site site;

  CooperativeTermination(Site site) {
    this.site = site;
  }

  @Override
  public void resolve(Branch branch, Decision decision) {
    String txn = branch.txn().toString();
    site.send(branch.txn().coordinator(), Bodies.of("type", "inquire", "txn", txn));
    if (branch.asked == 0) {
      return;
    }
    for (Map.Entry<String, Long> peer : branch.request.lives().entrySet()) {
      if (!peer.getKey().equals(site.name())) {
        site.send(peer.getKey(), Bodies.of("type", "consult", "txn", txn, "life", peer.getValue()));
      }
    }
  }
}
