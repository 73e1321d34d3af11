package dev.ordeal.systems.commit;

import static dev.ordeal.systems.commit.TxnClient.add;
import static dev.ordeal.systems.commit.TxnClient.append;
import static dev.ordeal.systems.commit.TxnClient.r;
import static dev.ordeal.systems.commit.TxnClient.w;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the sound variants promise under loss, repetition, cuts, crashes and pauses. The properties
 * {@code commit.seeds} (how many, 10) and {@code commit.seed} (the first, 0) ask for more.
 */
class CommitFuzzTest {
  private static final long FIRST = Long.getLong("commit.seed", 0);
  private static final long SEEDS = Long.getLong("commit.seeds", 10);
  private static final int STEPS = 1_500;

  /** Appends and reads on few keys, so that many conflict. */
  private static final class Appends implements Torment.Load {
    private static final List<Long> KEYS = List.of(0L, 1L, 2L, 3L, 4L);
    private long last;

    @Override
    public List<List<@Nullable Object>> next(RandomGenerator random) {
      var ops = new ArrayList<List<@Nullable Object>>();
      boolean reads = random.nextInt(3) == 0;
      for (int count = 1 + random.nextInt(4); count > 0; count--) {
        Long key = KEYS.get(random.nextInt(KEYS.size()));
        ops.add(reads || random.nextInt(3) == 0 ? r(key) : append(key, ++last));
      }
      return ops;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2pc-durable", "2pc-replicated"})
  void transactions_are_strictly_serializable_and_nothing_stays_in_doubt(String system) {
    long committed = 0;
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      var torment = new Torment(seed, system, new Appends());
      torment.run(STEPS);
      assertThat(torment.doubts()).as("%s, seed %d", system, seed).isEmpty();
      long end = torment.world().now();
      var lists = new HashMap<Object, List<?>>();
      List<@Nullable Object> values = torment.read(Appends.KEYS);
      for (int i = 0; i < values.size(); i++) {
        List<?> list = values.get(i) instanceof List<?> found ? found : List.of();
        lists.put(Appends.KEYS.get(i), list);
      }
      var history = new ArrayList<>(torment.history());
      history.add(
          new Seen(
              Appends.KEYS.stream().map(TxnClient::r).toList(),
              end,
              torment.world().now(),
              Seen.Outcome.OK,
              values));
      assertThat(AppendHistory.flaw(history, lists)).as("%s, seed %d", system, seed).isNull();
      committed += history.stream().filter(seen -> seen.outcome() == Seen.Outcome.OK).count();
    }
    assertThat(committed).as("commits").isGreaterThan(30 * SEEDS);
  }

  /** Transfers between accounts on all shards, and reads of all. */
  private static final class Bank implements Torment.Load {
    private static final List<String> ACCOUNTS = List.of("a", "b", "c", "d", "e", "f");
    private static final long EACH = 20;

    @Override
    public List<List<@Nullable Object>> next(RandomGenerator random) {
      if (random.nextInt(4) == 0) {
        return ACCOUNTS.stream().map(TxnClient::r).toList();
      }
      int from = random.nextInt(ACCOUNTS.size());
      int to = (from + 1 + random.nextInt(ACCOUNTS.size() - 1)) % ACCOUNTS.size();
      long amount = 1 + random.nextInt(15);
      return List.of(add(ACCOUNTS.get(from), -amount), add(ACCOUNTS.get(to), amount));
    }

    static long total(List<@Nullable Object> balances) {
      return balances.stream().mapToLong(balance -> balance instanceof Long sum ? sum : 0).sum();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2pc-durable", "2pc-replicated"})
  void no_money_is_made_or_lost(String system) {
    Map<Seen.Outcome, Integer> counts = new HashMap<>();
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      var torment = new Torment(seed, system, new Bank());
      new TxnClient(torment.world(), "bank", "n1")
          .must(Bank.ACCOUNTS.stream().map(account -> w(account, Bank.EACH)).toArray(List[]::new));
      torment.run(STEPS);
      assertThat(torment.doubts()).as("%s, seed %d", system, seed).isEmpty();
      assertThat(Bank.total(torment.read(Bank.ACCOUNTS)))
          .as("%s, seed %d", system, seed)
          .isEqualTo(Bank.ACCOUNTS.size() * Bank.EACH);
      for (Seen seen : torment.history()) {
        counts.merge(seen.outcome(), 1, Integer::sum);
        if (seen.outcome() == Seen.Outcome.OK && seen.ops().size() == Bank.ACCOUNTS.size()) {
          assertThat(Bank.total(seen.values()))
              .as("%s, seed %d: %s", system, seed, seen)
              .isEqualTo(Bank.ACCOUNTS.size() * Bank.EACH);
        }
      }
    }
    assertThat(counts.getOrDefault(Seen.Outcome.OK, 0))
        .as("commits of %s", counts)
        .isGreaterThan((int) (30 * SEEDS));
  }
}
