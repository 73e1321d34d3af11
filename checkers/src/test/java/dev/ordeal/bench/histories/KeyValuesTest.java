package dev.ordeal.bench.histories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.checkers.Verdict.Validity;
import dev.ordeal.checkers.linearizable.Linearizable;
import dev.ordeal.checkers.models.KeyValueStore;
import dev.ordeal.history.History;
import dev.ordeal.history.formats.PorcupineKv;
import org.junit.jupiter.api.Test;

/** A store's history means the same in the words of Porcupine's key-value logs. */
class KeyValuesTest {
  private static final Shape SHAPE = Shape.of(60, 2).withKeys(2);

  private static Validity verdict(Shape shape) {
    History store = Subject.named("store").history(shape);
    History again = PorcupineKv.parse(PorcupineKv.print(KeyValues.of(store)));
    return Linearizable.of(new KeyValueStore()).check(again).validity();
  }

  @Test
  void a_valid_history_stays_valid() {
    assertThat(verdict(SHAPE)).isEqualTo(Validity.VALID);
  }

  @Test
  void an_invalid_history_stays_invalid() {
    assertThat(verdict(SHAPE.withViolation())).isEqualTo(Validity.INVALID);
  }

  @Test
  void what_is_no_store_is_refused() {
    var cas = Subject.named("cas-register").history(Shape.of(60, 2));
    assertThatThrownBy(() -> KeyValues.of(cas)).hasMessageContaining("store");
  }
}
