package dev.ordeal.checkers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Recovery.Comeback;
import dev.ordeal.checkers.Recovery.Healed;
import dev.ordeal.history.History;
import dev.ordeal.history.HistoryBuilder;
import dev.ordeal.history.Op;
import dev.ordeal.history.Op.Type;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Recovery on random histories, compared with what the definitions say, tick by tick. */
class RecoveryFuzzTest {
  private static final int HISTORIES = Integer.getInteger("ordeal.recovery", 2_000);
  private static final Map<String, String> KINDS = Map.of("cut", "join", "kill", "restart");
  private static final long TICK = 1_000_000;

  @Test
  void every_figure_is_what_its_definition_says() {
    int returned = 0;
    for (long seed = 0; seed < HISTORIES; seed++) {
      History history = random(new SplittableRandom(seed));
      Recovery recovery = RecoveryOf.history(history, KINDS);
      var injections = Injection.of(history, KINDS);
      for (int i = 0; i < injections.size(); i++) {
        Healed healed = recovery.faults().get(i);
        Optional<Duration> after = healed.firstOk().map(Comeback::after);
        assertThat(after)
            .as("seed %d, fault %d\n%s", seed, i, history)
            .isEqualTo(firstOk(history, injections, injections.get(i)));
        returned += after.isPresent() ? 1 : 0;
        assertThat(healed.storm().operations())
            .as("seed %d, fault %d\n%s", seed, i, history)
            .isEqualTo(began(history, List.of(injections.get(i))));
      }
      assertThat(recovery.longest().map(Recovery.Outage::length).orElse(Duration.ZERO))
          .as("seed %d\n%s", seed, history)
          .isEqualTo(Duration.ofNanos(longest(history)));
      assertThat(recovery.storm().operations()).isEqualTo(began(history, injections));
      assertThat(recovery.calm().operations() + recovery.storm().operations())
          .isEqualTo(history.operations().count());
      var verdict = recovery.addedTo(Verdict.valid());
      assertThat(Recovery.in(verdict)).as("seed %d", seed).contains(recovery);
    }
    assertThat(returned).as("how many came back").isGreaterThan(HISTORIES / 2);
  }

  /** Ticks that are calm, from when it is healed and asked for to the first ok. */
  private static Optional<Duration> firstOk(
      History history, List<Injection> injections, Injection fault) {
    if (!fault.isHealed()) {
      return Optional.empty();
    }
    long asked = isInFlight(history, fault.end()) ? history.time(fault.end()) : -1;
    for (int at = fault.end() + 1; at < history.size(); at++) {
      boolean isClient = history.process(at) != Op.NEMESIS;
      if (isClient && asked < 0) {
        asked = history.time(at);
      }
      if (isClient && history.type(at) == Type.OK) {
        long calm = 0;
        for (long time = asked; time < history.time(at); time += TICK) {
          calm += isStorm(history, injections, time) ? 0 : TICK;
        }
        return Optional.of(Duration.ofNanos(calm));
      }
    }
    return Optional.empty();
  }

  private static boolean isInFlight(History history, int position) {
    for (int at = 0; at < position; at++) {
      boolean isInvocation = history.type(at) == Type.INVOKE && history.process(at) != Op.NEMESIS;
      if (isInvocation && (history.partner(at) < 0 || history.partner(at) > position)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isStorm(History history, List<Injection> injections, long time) {
    return injections.stream()
        .anyMatch(
            one ->
                history.time(one.begin()) <= time
                    && (!one.isHealed() || time < history.time(one.end())));
  }

  private static long began(History history, List<Injection> injections) {
    return history
        .operations()
        .filter(
            operation ->
                injections.stream()
                    .anyMatch(
                        one ->
                            one.begin() < operation.invoke().index()
                                && operation.invoke().index() < one.end()))
        .count();
  }

  /** Of each pair of neighbouring oks, or the edges, what lies between with somebody asking. */
  private static long longest(History history) {
    long longest = 0;
    int ok = -1;
    for (int at = 0; at <= history.size(); at++) {
      boolean isEnd = at == history.size();
      boolean isClient = !isEnd && history.process(at) != Op.NEMESIS;
      if (isEnd || (isClient && history.type(at) == Type.OK)) {
        longest = Math.max(longest, asked(history, ok, at));
        ok = at;
      }
    }
    return longest;
  }

  private static long asked(History history, int from, int to) {
    long since = from >= 0 && isInFlight(history, from) ? history.time(from) : -1;
    long until = since;
    for (int at = from + 1; at < to; at++) {
      if (history.process(at) != Op.NEMESIS) {
        since = since < 0 ? history.time(at) : since;
        until = history.time(at);
      }
    }
    if (to < history.size()) {
      until = history.time(to);
    } else if (isInFlight(history, history.size())) {
      until = history.time(history.size() - 1);
    }
    return since < 0 ? 0 : until - since;
  }

  /** Without an end phase: faults with and without names, overlapping, healed or not. */
  private static History random(SplittableRandom random) {
    var open = new HashMap<Integer, Op>();
    HistoryBuilder history = History.builder();
    int processes = 3;
    long time = 0;
    int names = 0;
    int length = random.nextInt(60);
    for (int i = 0; i < length; i++) {
      time += random.nextInt(4) * TICK;
      if (random.nextInt(5) == 0) {
        nemesis(history, random, time, names++);
        continue;
      }
      int slot = random.nextInt(3);
      Op begun = open.remove(slot);
      if (begun == null) {
        Op op = Op.invoke("read").withProcess(slot + 3 * (processes++)).withTime(time);
        history.add(op);
        open.put(slot, op);
      } else {
        Op end =
            switch (random.nextInt(3)) {
              case 0 -> begun.ok();
              case 1 -> begun.fail("no");
              default -> begun.info("perhaps");
            };
        history.add(end.withTime(time));
      }
    }
    return history.build();
  }

  private static void nemesis(
      HistoryBuilder history, SplittableRandom random, long time, int name) {
    boolean isCut = random.nextBoolean();
    boolean isInjection = random.nextBoolean();
    String f = isCut ? isInjection ? "cut" : "join" : isInjection ? "kill" : "restart";
    var aim = new LinkedHashMap<String, Object>();
    if (random.nextBoolean()) {
      aim.put("id", "fault " + random.nextInt(Math.max(0, name - 3), name + 1));
    }
    Op op = Op.invoke(f, aim).withProcess(Op.NEMESIS).withTime(time);
    history.add(op);
    var done = new LinkedHashMap<String, Object>();
    done.put("bit", random.nextBoolean());
    if (random.nextInt(8) == 0) {
      done.put("failed", "no");
    }
    history.add(op.info("").withValue(done).withTime(time));
  }
}
