package dev.ordeal.checkers.transactions;

import dev.ordeal.history.History;
import dev.ordeal.history.HistoryBuilder;
import dev.ordeal.history.Op;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Histories of a bank, which, if it is flawed, sometimes moves money by half or not at all. */
final class RandomBank {
  private static final List<String> ACCOUNTS = List.of("a", "b", "c");
  private static final double RARELY = 0.15;

  private final SplittableRandom random;
  private final boolean flawed;
  private final Map<String, Long> balances = new LinkedHashMap<>();
  private final HistoryBuilder builder = History.builder();

  private RandomBank(long seed, boolean flawed) {
    this.random = new SplittableRandom(seed);
    this.flawed = flawed;
  }

  static History of(long seed, int operations, boolean flawed) {
    return new RandomBank(seed, flawed).history(operations);
  }

  private History history(int operations) {
    ACCOUNTS.forEach(account -> balances.put(account, 10L));
    add(0, 0, Op.Type.INVOKE, "open", Map.copyOf(balances));
    add(0, 0, Op.Type.OK, "open", Map.copyOf(balances));
    var open = new HashMap<Integer, Op>();
    int process = 0;
    long time = 0;
    int begun = 0;
    while (begun < operations || !open.isEmpty()) {
      time += 1 + random.nextInt(3);
      if (begun < operations && (open.isEmpty() || open.size() < 3 && random.nextBoolean())) {
        Op op = begun == operations - 1 ? Op.invoke("read", ACCOUNTS) : drawn();
        add(time, ++process, Op.Type.INVOKE, op.f(), op.value());
        open.put(process, op);
        begun++;
        continue;
      }
      int one = List.copyOf(open.keySet()).get(random.nextInt(open.size()));
      complete(time, one, open.remove(one));
    }
    return builder.build();
  }

  private Op drawn() {
    if (random.nextInt(3) == 0) {
      return Op.invoke("read", ACCOUNTS);
    }
    int from = random.nextInt(ACCOUNTS.size());
    int to = (from + 1 + random.nextInt(ACCOUNTS.size() - 1)) % ACCOUNTS.size();
    long amount = 1 + random.nextInt(9);
    return Op.invoke(
        "transfer", Map.of("from", ACCOUNTS.get(from), "to", ACCOUNTS.get(to), "amount", amount));
  }

  private void complete(long time, int process, Op op) {
    if (op.f().equals("read")) {
      add(time, process, Op.Type.OK, "read", Map.copyOf(balances));
      return;
    }
    var input = (Map<?, ?>) op.value();
    String from = (String) input.get("from");
    long amount = (Long) input.get("amount");
    double how = random.nextDouble();
    if (balances.get(from) < amount || how < RARELY) {
      if (flawed && random.nextDouble() < RARELY) {
        move(from, (String) input.get("to"), amount);
      }
      add(time, process, Op.Type.FAIL, op.f(), op.value());
    } else if (how < 3 * RARELY) {
      if (random.nextBoolean()) {
        move(from, (String) input.get("to"), amount);
      }
      add(time, process, Op.Type.INFO, op.f(), op.value());
    } else {
      if (!flawed || random.nextDouble() > RARELY) {
        move(from, (String) input.get("to"), amount);
      }
      add(time, process, Op.Type.OK, op.f(), op.value());
    }
  }

  private void move(String from, String to, long amount) {
    boolean half = flawed && random.nextDouble() < RARELY;
    boolean debit = random.nextBoolean();
    if (!half || debit) {
      balances.merge(from, -amount, Long::sum);
    }
    if (!half || !debit) {
      balances.merge(to, amount, Long::sum);
    }
  }

  private void add(long time, int process, Op.Type type, String f, Object value) {
    builder.add(new Op(Op.UNPLACED, time, process, type, f, value, null));
  }
}
