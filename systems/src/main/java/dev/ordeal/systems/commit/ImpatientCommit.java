package dev.ordeal.systems.commit;

/**
 * Two-phase commit whose participants lose patience: one that voted yes and hears no decision for a
 * while aborts of its own accord.
 *
 * <p>Its one flaw is that it breaks the word that a yes is: the coordinator may have decided to
 * commit meanwhile, and the other participants may have done so. Then one shard is without what the
 * others have, for ever. It takes no more than a decision that is late by more than the patience: a
 * slow link, a cut, a coordinator that stood still for a moment.
 */
public final class ImpatientCommit extends DurableCommit {

  ImpatientCommit(Timings timings) {
    super(timings);
  }

  @Override
  Termination termination(Site site) {
    Termination sound = super.termination(site);
    long patience = site.timings().patience().toNanos();
    return (branch, decision) -> {
      if (site.host().now() - branch.since >= patience) {
        decision.is(false);
      } else {
        sound.resolve(branch, decision);
      }
    };
  }
}
