package dev.ordeal.systems.commit;

/**
 * Two-phase commit as it should be, with one coordinator: the first node, which keeps a decision
 * log on its disk. Transactions are strictly serializable, and committed everywhere or nowhere.
 *
 * <p>It blocks rather than guesses. A participant that voted yes and cannot reach the coordinator,
 * nor another participant that knows more, keeps its locks until it can; meanwhile it names the
 * transaction when asked for its doubts, and refuses what needs those keys. While the first node is
 * gone nothing new is committed at all. That any two-phase commit with one coordinator has such a
 * window was shown by Skeen (Nonblocking Commit Protocols, 1981).
 */
public class DurableCommit extends CommitNode {

  DurableCommit(Timings timings) {
    super(timings);
  }

  @Override
  DecisionLog decisions(Site site) {
    return new LocalDecisionLog(site.storage());
  }

  @Override
  Coordinator coordinator(Site site, Shards shards) {
    return new Coordinator(site, shards, decisions(site));
  }

  @Override
  Participant participant(Site site) {
    return new Participant(site, termination(site));
  }

  Termination termination(Site site) {
    return new CooperativeTermination(site);
  }
}
