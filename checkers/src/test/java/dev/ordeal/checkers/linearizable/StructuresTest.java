package dev.ordeal.checkers.linearizable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.checkers.Verdict.Validity;
import dev.ordeal.checkers.linearizable.RandomOperations.Vocabulary;
import dev.ordeal.checkers.linearizable.internal.GeneralSearch;
import dev.ordeal.checkers.models.AppendLog;
import dev.ordeal.checkers.models.Chain;
import dev.ordeal.checkers.models.Counter;
import dev.ordeal.checkers.models.FencedLock;
import dev.ordeal.checkers.models.GrowOnlySet;
import dev.ordeal.checkers.models.HashTrieSet;
import dev.ordeal.checkers.models.Mutex;
import dev.ordeal.checkers.models.OwnerAwareMutex;
import dev.ordeal.checkers.models.Semaphore;
import dev.ordeal.checkers.models.UniqueIds;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import dev.ordeal.history.Op.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The algorithms made for one type agree with the brute-force enumerator and with the search. */
class StructuresTest {
  private static final int HISTORIES = Integer.getInteger("ordeal.differential", 3_000);

  /** How histories came out, how many were searched, and how many refuted without a search. */
  private static final class Tally {
    private int valid;
    private int invalid;
    private int searched;
    private int refuted;

    void isMixed() {
      assertThat(valid).as("valid").isGreaterThan(HISTORIES / 20);
      assertThat(invalid).as("invalid").isGreaterThan(HISTORIES / 20);
    }
  }

  private static <S> Tally agrees(Model<S> model, Vocabulary<S> vocabulary) {
    return agrees(
        model, (seed, size) -> new RandomOperations<>(seed, model, vocabulary).history(size));
  }

  private static <S> Tally agrees(Model<S> model, BiFunction<Long, Integer, History> histories) {
    var tally = new Tally();
    for (long seed = 1; seed <= HISTORIES; seed++) {
      var history = histories.apply(seed, 3 + (int) (seed % 6));
      boolean expected = BruteForce.isLinearizable(history, model);
      agrees(model, history, expected, Linearizable.of(model).check(history), seed, tally);
      if (seed % 10 == 0) {
        var verdict = Linearizable.of(model).bySearchAlone().check(history);
        agrees(model, history, expected, verdict, seed, new Tally());
      }
    }
    return tally;
  }

  private static <S> void agrees(
      Model<S> model, History history, boolean expected, Verdict verdict, long seed, Tally tally) {
    String what = "seed " + seed + " is " + expected + "\n" + history + verdict;
    if (verdict.validity() == Validity.UNKNOWN) {
      assertThat(verdict.reason()).as(what).startsWith("there is no operation");
      assertThat(expected).as(what).isTrue();
      return;
    }
    if (expected != (verdict.validity() == Validity.VALID)) {
      throw new AssertionError(what);
    }
    for (var anomaly : verdict.anomalies()) {
      if (BruteForce.isLinearizable(History.of(anomaly.witness()), model)) {
        throw new AssertionError("no proof: " + what);
      }
    }
    tally.valid += expected ? 1 : 0;
    tally.invalid += expected ? 0 : 1;
    boolean searched = GeneralSearch.NAME.equals(verdict.stats().get("algorithm"));
    tally.searched += searched ? 1 : 0;
    tally.refuted += searched || expected ? 0 : 1;
  }

  /** Operations whose times were drawn without regard to what they do. */
  private static History tangled(long seed, int size, BiFunction<Random, Integer, Op> operation) {
    var random = new Random(seed * 0x9E3779B97F4A7C15L);
    int span = 4 + random.nextInt(20);
    int longest = 1 + random.nextInt(span);
    var ops = new ArrayList<Op>();
    for (int i = 0; i < size; i++) {
      long begin = random.nextInt(span);
      Op end = operation.apply(random, i).withProcess(i);
      Op invoke = Op.invoke(end.f(), end.f().equals("read") ? null : end.value());
      ops.add(invoke.withProcess(i).withTime(begin));
      if (random.nextInt(8) == 0) {
        continue;
      }
      ops.add(end.withTime(begin + random.nextInt(longest)));
    }
    ops.sort(Comparator.comparing(Op::time).thenComparing(op -> op.type() != Type.INVOKE));
    return History.of(ops);
  }

  private static Op turn(Random random, int number) {
    return Op.invoke(random.nextBoolean() ? "acquire" : "release").ok();
  }

  @Test
  void for_a_mutex() {
    var tally = agrees(new Mutex(), new Turns<>((held, process) -> held));
    tally.isMixed();
    assertThat(tally.searched).isLessThan(HISTORIES / 100);
    agrees(new Mutex(), (seed, size) -> tangled(seed, size, StructuresTest::turn));
  }

  @Test
  void for_a_semaphore() {
    var tally = agrees(new Semaphore(2), new Turns<>((taken, process) -> taken > process % 2));
    tally.isMixed();
    assertThat(tally.searched).isLessThan(HISTORIES / 100);
    agrees(new Semaphore(2), (seed, size) -> tangled(seed, size, StructuresTest::turn));
  }

  @Test
  void for_an_owner_aware_mutex() {
    var tally =
        agrees(new OwnerAwareMutex(), new Turns<>((owner, process) -> owner.equals(process)));
    tally.isMixed();
    assertThat(tally.searched).isLessThan(HISTORIES / 100);
  }

  private record Counting(int amounts) implements Vocabulary<Long> {
    @Override
    public Op invocation(Random random, int process, Long sum) {
      return random.nextInt(5) < 3
          ? Op.invoke("increment", amounts == 1 ? null : 1 + random.nextInt(amounts))
          : Op.invoke("read");
    }

    @Override
    public Object answer(Long sum, Op op) {
      return op.f().equals("read") ? sum : op.value();
    }

    @Override
    public Object anyAnswer(Random random, Op op) {
      return op.f().equals("read") ? random.nextInt(5) : op.value();
    }
  }

  private static Op count(Random random, int number) {
    return random.nextInt(3) > 0
        ? Op.invoke("increment").ok()
        : Op.invoke("read").ok(random.nextInt(4));
  }

  @Test
  void for_a_counter() {
    var tally = agrees(new Counter(), new Counting(1));
    tally.isMixed();
    assertThat(tally.searched).isLessThan(HISTORIES / 100);
    agrees(new Counter(), (seed, size) -> tangled(seed, size, StructuresTest::count));
  }

  @Test
  void for_a_counter_of_different_amounts() {
    agrees(new Counter(), new Counting(3)).isMixed();
  }

  @Test
  void for_unique_ids() {
    var tally =
        agrees(
            new UniqueIds(),
            new Vocabulary<>() {
              @Override
              public Op invocation(Random random, int process, HashTrieSet given) {
                return Op.invoke("generate");
              }

              @Override
              public Object answer(HashTrieSet given, Op op) {
                return given.size() * 10;
              }

              @Override
              public Object anyAnswer(Random random, Op op) {
                return random.nextInt(5);
              }
            });
    tally.isMixed();
    assertThat(tally.searched).isLessThan(HISTORIES / 100);
  }

  private static List<Object> some(Random random, int most) {
    var some = new ArrayList<Object>();
    int size = random.nextInt(most + 1);
    for (int i = 0; i < size; i++) {
      some.add(random.nextInt(most));
    }
    return some;
  }

  /** Appends or adds of values from a small or a large range, and reads of all there is. */
  private record Growing<S>(String put, int values, Function<S, List<?>> all)
      implements Vocabulary<S> {
    @Override
    public Op invocation(Random random, int process, S state) {
      return random.nextInt(5) < 3 ? Op.invoke(put, random.nextInt(values)) : Op.invoke("read");
    }

    @Override
    public Object answer(S state, Op op) {
      return op.f().equals("read") ? all.apply(state) : op.value();
    }

    @Override
    public Object anyAnswer(Random random, Op op) {
      return op.f().equals("read") ? some(random, 3) : op.value();
    }
  }

  private static Op tangledPut(String put, int values, Random random, int number) {
    return random.nextInt(3) > 0
        ? Op.invoke(put).ok(values < 0 ? number : random.nextInt(values))
        : Op.invoke("read").ok(some(random, 3));
  }

  @Test
  void for_a_log() {
    var tally = agrees(new AppendLog(), new Growing<>("append", 1000, Chain::inOrder));
    tally.isMixed();
    assertThat(tally.searched).isLessThan(HISTORIES / 50);
    agrees(
        new AppendLog(),
        (seed, size) -> tangled(seed, size, (random, i) -> tangledPut("append", -1, random, i)));
  }

  @Test
  void for_a_log_of_few_values() {
    for (int values = 1; values <= 3; values++) {
      var tally = agrees(new AppendLog(), new Growing<>("append", values, Chain::inOrder));
      tally.isMixed();
      assertThat(tally.searched).isLessThan(HISTORIES / 100);
    }
    agrees(
        new AppendLog(),
        (seed, size) -> tangled(seed, size, (random, i) -> tangledPut("append", 2, random, i)));
  }

  @Test
  void for_a_grow_only_set() {
    for (int values : new int[] {1000, 3}) {
      var tally = agrees(new GrowOnlySet(), new Growing<>("add", values, HashTrieSet::toList));
      tally.isMixed();
      assertThat(tally.searched).isLessThan(HISTORIES / 100);
      agrees(
          new GrowOnlySet(),
          (seed, size) -> tangled(seed, size, (random, i) -> tangledPut("add", 3, random, i)));
    }
  }

  private static <S> void agreesWithTheSearch(Model<S> model, Vocabulary<S> vocabulary) {
    int compared = 0;
    for (long seed = 1; seed <= HISTORIES / 10; seed++) {
      var history = new RandomOperations<>(seed, model, vocabulary).history(20);
      var searched = Linearizable.of(model).bySearchAlone().budget(100_000).check(history);
      if (searched.validity() != Validity.UNKNOWN) {
        assertThat(Linearizable.of(model).check(history).validity())
            .as("%s, seed %d", model.name(), seed)
            .isEqualTo(searched.validity());
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(HISTORIES / 20);
  }

  @Test
  void as_the_search_says_of_twice_as_many_operations() {
    agreesWithTheSearch(new Mutex(), new Turns<>((held, process) -> held));
    agreesWithTheSearch(new Semaphore(3), new Turns<>((taken, process) -> taken > process % 3));
    agreesWithTheSearch(
        new OwnerAwareMutex(), new Turns<>((owner, process) -> owner.equals(process)));
    agreesWithTheSearch(new Counter(), new Counting(1));
    agreesWithTheSearch(new AppendLog(), new Growing<>("append", 1000, Chain::inOrder));
    agreesWithTheSearch(new GrowOnlySet(), new Growing<>("add", 5, HashTrieSet::toList));
  }

  /** Clients that mostly use the token they were granted last; each value is written once. */
  private static final class Holders implements Vocabulary<FencedLock.State> {
    private final Map<Integer, Long> tokens = new HashMap<>();
    private long values;

    @Override
    public Op invocation(Random random, int process, FencedLock.State state) {
      Long token = tokens.get(process);
      if (random.nextInt(4) == 0) {
        return Op.invoke("read");
      }
      if (token == null) {
        return Op.invoke("acquire");
      }
      if (random.nextInt(3) == 0) {
        tokens.remove(process);
        return Op.invoke("release", Map.of("token", token));
      }
      return Op.invoke("write", Map.of("token", token, "value", ++values));
    }

    @Override
    public Object answer(FencedLock.State state, Op op) {
      return switch (op.f()) {
        case "acquire" -> {
          tokens.put(op.process(), state.granted() + 1);
          yield Map.of("token", state.granted() + 1);
        }
        case "read" -> reading(state.written(), state.value());
        default -> op.value();
      };
    }

    @Override
    public Object anyAnswer(Random random, Op op) {
      return switch (op.f()) {
        case "acquire" -> {
          long token = 1 + random.nextInt(4);
          tokens.put(op.process(), token);
          yield Map.of("token", token);
        }
        case "read" ->
            reading(random.nextInt(3), values == 0 ? null : 1 + random.nextInt((int) values));
        default -> op.value();
      };
    }

    private static Map<String, Object> reading(long token, Object value) {
      var reading = new HashMap<String, Object>();
      reading.put("token", token);
      reading.put("value", value);
      return reading;
    }
  }

  @Test
  void for_a_fenced_lock() {
    var tally =
        agrees(
            new FencedLock(),
            (seed, size) ->
                new RandomOperations<>(seed, new FencedLock(), new Holders()).history(size + 1));
    tally.isMixed();
    assertThat(tally.searched).isLessThan(HISTORIES / 2);
    assertThat(tally.refuted).isGreaterThan(HISTORIES / 100);
  }
}
