package dev.ordeal.systems.commit;

import java.util.List;
import java.util.function.Consumer;

/** No decision log at all: what was decided is known until the coordinator stops. */
final class NoDecisionLog implements DecisionLog {

  @Override
  public List<Pending> load() {
    return List.of();
  }

  @Override
  public boolean wouldKnow(TxnId txn) {
    return true;
  }

  @Override
  public void reserve(Consumer<Long> found, Consumer<Pending> unfinished) {
    found.accept(0L);
  }

  @Override
  public void commit(Pending pending, Consumer<Fate> decided) {
    decided.accept(Fate.COMMITTED);
  }

  @Override
  public void end(TxnId txn, long slot) {
    // There is nothing to free.
  }
}
