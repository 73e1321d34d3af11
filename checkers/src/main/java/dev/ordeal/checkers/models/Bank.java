package dev.ordeal.checkers.models;

import dev.ordeal.checkers.Model;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Accounts at a bank: {@code open {account balance ...}} sets balances, {@code transfer {from, to,
 * amount}} moves money unless that would take an account below zero, {@code read [account ...]}
 * answers the balances of these as a map. What was never opened has 0.
 */
public final class Bank implements Model<Map<String, Long>> {

  @Override
  public String name() {
    return "bank";
  }

  @Override
  public Map<String, Long> initial() {
    return Map.of();
  }

  @Override
  public boolean knows(String f) {
    return f.equals("open") || f.equals("transfer") || f.equals("read");
  }

  @Override
  public boolean isAnonymous() {
    return true;
  }

  @Override
  public boolean isPure(Call call) {
    return call.f().equals("read");
  }

  @Override
  public Step<Map<String, Long>> step(Map<String, Long> balances, Call call) {
    return switch (call.f()) {
      case "open" -> open(balances, call);
      case "transfer" -> transfer(balances, call);
      case "read" -> call.seen() ? read(balances, call) : Step.to(balances);
      default -> Step.illegal("a bank has no " + call.f());
    };
  }

  private static Step<Map<String, Long>> open(Map<String, Long> balances, Call call) {
    if (!(call.input() instanceof Map<?, ?> opened)) {
      return Step.illegal("an open names no balances: " + call.input());
    }
    var after = new HashMap<>(balances);
    opened.forEach((account, balance) -> after.put((String) account, number(balance)));
    return Step.to(Collections.unmodifiableMap(after));
  }

  private static Step<Map<String, Long>> transfer(Map<String, Long> balances, Call call) {
    if (!(call.input() instanceof Map<?, ?> input
        && input.get("from") instanceof String from
        && input.get("to") instanceof String to
        && input.get("amount") instanceof Long amount)) {
      return Step.illegal("a transfer is not {from, to, amount}: " + call.input());
    }
    long left = balances.getOrDefault(from, 0L) - amount;
    if (left < 0) {
      return Step.illegal(
          "negative-balance", "a transfer of %d leaves %s with %d".formatted(amount, from, left));
    }
    var after = new HashMap<>(balances);
    after.put(from, left);
    after.merge(to, amount, Long::sum);
    return Step.to(Collections.unmodifiableMap(after));
  }

  private static Step<Map<String, Long>> read(Map<String, Long> balances, Call call) {
    if (!(call.output() instanceof Map<?, ?> answer)
        || !(call.input() instanceof List<?> accounts && answer.keySet().containsAll(accounts))) {
      return Step.illegal("a read of " + call.input() + " answers " + call.output());
    }
    for (var entry : answer.entrySet()) {
      long held = balances.getOrDefault(String.valueOf(entry.getKey()), 0L);
      if (number(entry.getValue()) != held) {
        return Step.illegal(
            "%s is read of account %s while it has %d"
                .formatted(entry.getValue(), entry.getKey(), held));
      }
    }
    return Step.to(balances);
  }

  /** A balance; one that was never set is nil, and 0. */
  private static long number(@Nullable Object balance) {
    return balance instanceof Long number ? number : 0L;
  }
}
