package dev.ordeal.checkers.linearizable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.checkers.Verdict.Validity;
import dev.ordeal.checkers.linearizable.RandomOperations.Vocabulary;
import dev.ordeal.checkers.models.CasRegister;
import dev.ordeal.checkers.models.FencedLock;
import dev.ordeal.checkers.models.Mutex;
import dev.ordeal.checkers.models.OwnerAwareMutex;
import dev.ordeal.checkers.models.Register;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The search agrees with the brute-force enumerator, and shows what its verdicts rest on. */
class DifferentialTest {
  private static final int HISTORIES = Integer.getInteger("ordeal.differential", 10_000);

  private static <S> void agrees(Model<S> model, Vocabulary<S> vocabulary) {
    var checker = Linearizable.of(model);
    int valid = 0;
    int invalid = 0;
    for (long seed = 1; seed <= HISTORIES; seed++) {
      var history = new RandomOperations<>(seed, model, vocabulary).history(3 + (int) (seed % 5));
      boolean expected = BruteForce.isLinearizable(history, model);
      Verdict verdict = checker.check(history);
      if (verdict.validity() == Validity.UNKNOWN) {
        if (verdict.reason().startsWith("there is no operation")) {
          assertThat(expected).as("seed %d", seed).isTrue();
          continue;
        }
        throw new AssertionError("seed " + seed + ": " + verdict.reason() + "\n" + history);
      }
      if (expected != (verdict.validity() == Validity.VALID)) {
        throw new AssertionError("seed " + seed + " is " + expected + "\n" + history + verdict);
      }
      if (expected) {
        valid++;
        replays(history, model, verdict, seed);
      } else {
        invalid++;
        convinces(model, verdict, seed);
      }
    }
    assertThat(valid).isGreaterThan(HISTORIES / 10);
    assertThat(invalid).isGreaterThan(HISTORIES / 10);
  }

  @SuppressWarnings("unchecked")
  private static <S> void replays(History history, Model<S> model, Verdict verdict, long seed) {
    var order = (List<Integer>) verdict.stats().get("linearization");
    var objection = LinearizationVerifier.verify(history, model, order);
    if (objection.isPresent()) {
      throw new AssertionError("seed " + seed + ": " + objection + "\n" + history);
    }
  }

  private static <S> void convinces(Model<S> model, Verdict verdict, long seed) {
    for (var anomaly : verdict.anomalies()) {
      var witness = History.of(anomaly.witness());
      if (BruteForce.isLinearizable(witness, model)) {
        throw new AssertionError("seed " + seed + " shows no proof:\n" + witness + anomaly);
      }
    }
  }

  @Test
  void for_a_register() {
    agrees(
        new Register(),
        new Vocabulary<Optional<Object>>() {
          @Override
          public Op invocation(Random random, int process, Optional<Object> state) {
            return random.nextBoolean() ? Op.invoke("read") : Op.invoke("write", random.nextInt(3));
          }

          @Override
          public Object answer(Optional<Object> state, Op op) {
            return op.f().equals("read") ? state.orElse(null) : op.value();
          }

          @Override
          public Object anyAnswer(Random random, Op op) {
            return random.nextInt(3);
          }
        });
  }

  @Test
  void for_a_cas_register() {
    agrees(
        new CasRegister(),
        new Vocabulary<Optional<Object>>() {
          @Override
          public Op invocation(Random random, int process, Optional<Object> state) {
            return switch (random.nextInt(4)) {
              case 0 -> Op.invoke("read");
              case 1 -> Op.invoke("write", random.nextInt(2));
              default -> Op.invoke("cas", List.of(random.nextInt(2), random.nextInt(3)));
            };
          }

          @Override
          public Object answer(Optional<Object> state, Op op) {
            return op.f().equals("read") ? state.orElse(null) : op.value();
          }

          @Override
          public Object anyAnswer(Random random, Op op) {
            return op.f().equals("read") ? (Object) random.nextInt(3) : op.value();
          }
        });
  }

  @Test
  void for_a_mutex() {
    agrees(new Mutex(), new Turns<>((held, process) -> held));
  }

  @Test
  void for_an_owner_aware_mutex() {
    agrees(new OwnerAwareMutex(), new Turns<>((owner, process) -> owner.equals(process)));
  }

  @Test
  void for_a_fenced_lock() {
    agrees(new FencedLock(), new FencedWords());
  }

  private static final class FencedWords implements Vocabulary<FencedLock.State> {
    @Override
    public Op invocation(Random random, int process, FencedLock.State state) {
      long token = Math.max(1, state.granted() - (random.nextInt(4) == 0 ? 1 : 0));
      return switch (random.nextInt(7)) {
        case 0, 1 -> Op.invoke("acquire");
        case 2 -> Op.invoke("release", Map.of("token", token));
        case 3, 4 -> Op.invoke("write", Map.of("token", token, "value", random.nextInt(2)));
        default -> Op.invoke("read");
      };
    }

    @Override
    public Object answer(FencedLock.State state, Op op) {
      return switch (op.f()) {
        case "acquire" -> Map.of("token", state.granted() + 1);
        case "read" -> reading(state.written(), state.value());
        default -> op.value();
      };
    }

    @Override
    public Object anyAnswer(Random random, Op op) {
      return switch (op.f()) {
        case "acquire" -> Map.of("token", 1 + random.nextInt(3));
        case "read" -> reading(random.nextInt(3), random.nextInt(2));
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
}
