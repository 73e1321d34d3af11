package dev.ordeal.checkers.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HashTrieSetTest {

  @Test
  void it_holds_what_a_hash_set_holds() {
    for (long seed = 1; seed <= 50; seed++) {
      var random = new Random(seed);
      var expected = new HashSet<Object>();
      var set = HashTrieSet.empty();
      for (int i = 0; i < 500; i++) {
        // Strings of these two pairs of letters all have the same hash.
        Object element =
            random.nextBoolean()
                ? (random.nextBoolean() ? "AaBB" : "BBAa") + random.nextInt(20)
                : (Object) random.nextLong(200);
        var before = set;
        set = set.with(element);
        assertThat(set.size() > before.size()).as("seed %d", seed).isEqualTo(expected.add(element));
        assertThat(before.contains(element)).isEqualTo(before.size() == set.size());
      }
      assertThat(set.toList()).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Test
  void sets_are_equal_however_they_were_made() {
    var one = HashTrieSet.empty().with("Aa").with("BB").with(null).with(7L);
    var other = HashTrieSet.empty().with(7L).with("BB").with(null).with("Aa").with("BB");
    assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
    assertThat(one).isNotEqualTo(other.with(8L)).isNotEqualTo(HashTrieSet.empty());
    assertThat(other.contains(null)).isTrue();
    assertThat(other.contains("AaBB")).isFalse();
  }
}
