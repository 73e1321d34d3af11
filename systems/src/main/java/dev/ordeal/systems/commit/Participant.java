package dev.ordeal.systems.commit;

import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.port.ErrorCode;
import dev.ordeal.systems.service.ReplayWindow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A participant of two-phase commit (Gray, Notes on Data Base Operating Systems, 1978): the keeper
 * of one shard.
 *
 * <p>Why it is right:
 *
 * <ul>
 *   <li><b>It keeps its word.</b> When it votes yes, all that it needs to commit is durable, and it
 *       holds its locks, also after a restart, until it was told the decision. While it does not
 *       know it, it asks ({@link Termination}), and guesses nothing.
 *   <li><b>What it read stays true until the decision</b>, because shared locks are held, and
 *       logged, as long as exclusive ones. When the last vote is in, all locks of the transaction
 *       are held everywhere at once; that is the point at which it takes effect. A transaction that
 *       writes nothing is not logged: instead the participant tells in the end whether it held its
 *       locks all the time.
 *   <li><b>It executes nothing twice.</b> It takes each number of a coordinator's life once, and
 *       only requests that are addressed to its present life ({@link Lives}).
 *   <li><b>It gives locks back only when the end is durable</b>, so no two transactions with
 *       conflicting locks are found in the log after a crash.
 * </ul>
 */
class Participant {
  private static final int REMEMBERED = 4096;

  private final Site site;
  private final Termination termination;
  private final Shard shard;
  private final ParticipantLog log;
  private final LockTable locks = new LockTable();
  private final ReplayWindow taken = new ReplayWindow();
  private final Map<TxnId, Branch> branches = new LinkedHashMap<>();
  private final Set<TxnId> recovered = new HashSet<>();
  private final Map<TxnId, Boolean> ended = new Ended();

  /** How the last transactions ended: true if they committed. */
  private static final class Ended extends LinkedHashMap<TxnId, Boolean> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<TxnId, Boolean> eldest) {
      return size() > REMEMBERED;
    }
  }

  Participant(Site site, Termination termination) {
    this.site = site;
    this.termination = termination;
    this.shard = new Shard(site.storage());
    this.log = new ParticipantLog(site.storage());
  }

  /** Redoes what was committed, and takes the locks of what is in doubt. */
  void load() {
    for (ParticipantLog.Entry entry : log.load()) {
      switch (entry.state()) {
        case COMMITTED -> {
          shard.redo(entry.writes(), entry.lsn());
          site.storage().whenDurable(() -> log.forget(entry));
        }
        case ABORTED -> log.forget(entry);
        case PREPARED -> {
          var branch = Branch.recovered(entry, site.host().now());
          branches.put(branch.txn(), branch);
          recovered.add(branch.txn());
          locks.request(branch.claim, () -> {});
          voted(branch);
        }
      }
    }
  }

  /** Asks how it ended what is in doubt; to be called once what was loaded is durable. */
  void resume() {
    new ArrayList<>(branches.values()).forEach(this::ask);
  }

  /** Whether nothing is in doubt any more that a former life left. */
  boolean isResumed() {
    return recovered.isEmpty();
  }

  /** The transactions that are in doubt here. */
  List<String> doubts() {
    return branches.values().stream()
        .filter(branch -> branch.state == Branch.State.PREPARED && !branch.request.readsOnly())
        .map(branch -> branch.txn().toString())
        .toList();
  }

  /** The coordinator asks to do something and to vote. */
  void execute(Prepare request) {
    TxnId txn = request.txn();
    if (!Long.valueOf(site.life()).equals(request.lives().get(site.name()))) {
      voteNo(txn, ErrorCode.TEMPORARILY_UNAVAILABLE, site.name() + " was restarted");
      return;
    }
    if (!taken.isNew(txn.session(), txn.number())) {
      return;
    }
    var branch = new Branch(request, site.host().now());
    branches.put(txn, branch);
    locks.request(branch.claim, () -> locked(branch));
    if (branch.state == Branch.State.WAITING && branches.containsKey(txn)) {
      woundTheYounger(branch);
      branch.cancelTimer =
          site.host().after(site.timings().lockWait(), () -> waitedTooLong(branch));
    }
  }

  private void woundTheYounger(Branch branch) {
    for (LockTable.Claim holder : locks.holdersAgainst(branch.claim)) {
      if (branch.claim.isOlderThan(holder)) {
        site.send(
            holder.txn().coordinator(), Bodies.of("type", "wound", "txn", holder.txn().toString()));
      }
    }
  }

  /** Before its vote a participant may refuse for any reason. */
  private void waitedTooLong(Branch branch) {
    boolean held =
        locks.holdersAgainst(branch.claim).stream()
            .map(holder -> branches.get(holder.txn()))
            .anyMatch(other -> other != null && other.isInDoubtSince(branch.since));
    withdraw(branch);
    if (held) {
      voteNo(
          branch.txn(),
          ErrorCode.TEMPORARILY_UNAVAILABLE,
          "a key is locked by a transaction in doubt");
    } else {
      voteNo(branch.txn(), ErrorCode.TXN_CONFLICT, "waited too long for a lock");
    }
  }

  /** Ends a branch that needs no record. */
  private void withdraw(Branch branch) {
    branch.become(Branch.State.ENDING, site.host().now());
    branches.remove(branch.txn());
    ended.put(branch.txn(), false);
    locks.release(branch.claim);
  }

  private void locked(Branch branch) {
    branch.become(Branch.State.PREPARING, site.host().now());
    Execution execution = Shard.execute(branch.request.ops(), this::view);
    if (execution instanceof Execution.Done done) {
      if (branch.request.readsOnly()) {
        prepared(branch, done);
        return;
      }
      if (keep(branch, done.writes())) {
        site.storage().whenDurable(() -> prepared(branch, done));
        return;
      }
      voteNo(branch.txn(), ErrorCode.TEMPORARILY_UNAVAILABLE, "too many transactions in doubt");
    } else if (execution instanceof Execution.Refused refused) {
      voteNo(branch.txn(), refused.code(), refused.why());
    }
    withdraw(branch);
  }

  /**
   * Writes what it takes to keep a yes.
   *
   * @return false if there is no room for it
   */
  boolean keep(Branch branch, Map<Object, @Nullable Object> writes) {
    branch.writes = writes;
    branch.entry = log.prepare(branch.request, writes);
    return branch.entry != null;
  }

  private void prepared(Branch branch, Execution.Done done) {
    if (branch.state == Branch.State.PREPARING) {
      branch.become(Branch.State.PREPARED, site.host().now());
      site.send(
          branch.txn().coordinator(),
          Bodies.of(
              "type",
              "vote",
              "txn",
              branch.txn().toString(),
              "yes",
              true,
              "values",
              done.values()));
      voted(branch);
      askLater(branch);
    }
  }

  /** It voted yes on this branch, in this life or in the one before. */
  void voted(Branch branch) {
    // Its locks stay.
  }

  private void voteNo(TxnId txn, ErrorCode code, String why) {
    site.send(
        txn.coordinator(),
        Bodies.of(
            "type",
            "vote",
            "txn",
            txn.toString(),
            "yes",
            false,
            "code",
            code.code(),
            "text",
            why,
            "life",
            site.life()));
  }

  /** Where nothing is written there is no doubt: who hears nothing more gives its locks back. */
  private void askLater(Branch branch) {
    if (branch.request.readsOnly()) {
      branch.cancelTimer = site.host().after(site.timings().votes(), () -> withdraw(branch));
      return;
    }
    branch.cancelTimer = site.host().after(site.timings().backoff(branch.asked), () -> ask(branch));
  }

  private void ask(Branch branch) {
    if (branch.state == Branch.State.PREPARED) {
      termination.resolve(branch, commit -> decide(branch.txn(), commit));
      branch.asked++;
      askLater(branch);
    }
  }

  /** The coordinator is there, and will decide: nobody else need be asked yet. */
  void undecided(TxnId txn) {
    Branch branch = branches.get(txn);
    if (branch != null) {
      branch.asked = 0;
    }
  }

  /** Somebody who knows it tells the decision; it may be told any number of times. */
  void decide(TxnId txn, boolean commit) {
    Branch branch = branches.get(txn);
    if (branch == null) {
      forgotten(txn, commit);
    } else if (branch.state == Branch.State.PREPARED && branch.request.readsOnly()) {
      withdraw(branch);
      acknowledge(txn, true);
    } else if (branch.state == Branch.State.PREPARED
        || (branch.state == Branch.State.PREPARING && !commit)) {
      end(branch, commit);
    } else if (branch.state == Branch.State.WAITING && !commit) {
      withdraw(branch);
    }
  }

  /**
   * It was committed here once, and may be forgotten everywhere; or it was aborted, and its request
   * is still on its way, and must not be taken.
   */
  private void forgotten(TxnId txn, boolean commit) {
    if (commit) {
      acknowledge(txn, false);
    } else {
      taken.isNew(txn.session(), txn.number());
    }
  }

  private void end(Branch branch, boolean commit) {
    branch.become(Branch.State.ENDING, site.host().now());
    carryOut(branch, commit);
    site.storage().whenDurable(() -> over(branch, commit));
  }

  /** Writes the decision, and the pages if it is to commit. */
  void carryOut(Branch branch, boolean commit) {
    ParticipantLog.Entry entry = branch.entry;
    if (entry != null) {
      if (commit) {
        shard.apply(branch.writes, entry.lsn());
      }
      log.end(entry, commit ? ParticipantLog.State.COMMITTED : ParticipantLog.State.ABORTED);
    }
  }

  private void over(Branch branch, boolean commit) {
    if (branch.entry != null) {
      log.forget(branch.entry);
    }
    branches.remove(branch.txn());
    recovered.remove(branch.txn());
    ended.put(branch.txn(), commit);
    locks.release(branch.claim);
    if (commit) {
      acknowledge(branch.txn(), true);
    }
  }

  /** Tells that the decision is carried out, and whether its locks were held until now. */
  private void acknowledge(TxnId txn, boolean held) {
    site.send(txn.coordinator(), Bodies.of("type", "ack", "txn", txn.toString(), "held", held));
  }

  /**
   * Another participant is in doubt and asks.
   *
   * @param asked in which of its lives this participant was asked to vote; in another one nobody
   *     knows here any more whether it did
   */
  void consult(String from, TxnId txn, long asked) {
    Branch branch = branches.get(txn);
    if (branch != null && branch.state != Branch.State.PREPARED) {
      decide(txn, false);
      return;
    }
    Boolean committed = ended.get(txn);
    boolean neverVoted =
        branch == null
            && committed == null
            && asked == site.life()
            && taken.isNew(txn.session(), txn.number());
    if (neverVoted) {
      ended.put(txn, false);
      committed = false;
    }
    if (committed != null) {
      site.send(from, Bodies.of("type", "decision", "txn", txn.toString(), "commit", committed));
    }
  }

  /** The branches that have not ended, in the order in which they were begun. */
  final Collection<Branch> open() {
    return branches.values();
  }

  /** Gives back the locks of a branch. */
  final void unlock(Branch branch) {
    locks.release(branch.claim);
  }

  final Shard shard() {
    return shard;
  }

  /** What a transaction with its locks reads. */
  @Nullable Object view(Object key) {
    return shard.read(key);
  }
}
