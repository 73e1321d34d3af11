package dev.ordeal.harness.cluster.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WireCopyTest {

  @Test
  void whole_numbers_become_long_and_real_ones_double_however_deep() {
    var source = Map.of("a", 1, "b", List.of((short) 2, Map.of("c", 1.5f)));
    assertThat(WireCopy.map(source)).isEqualTo(Map.of("a", 1L, "b", List.of(2L, Map.of("c", 1.5))));
  }

  @Test
  void a_copy_equals_its_source_whatever_its_size() {
    var source = new HashMap<String, Object>();
    for (long size = 0; size < 100; size++) {
      var copy = WireCopy.map(source);
      assertThat(copy).isEqualTo(source);
      assertThat(List.copyOf(copy.keySet())).isSorted();
      for (String key : source.keySet()) {
        assertThat(copy.get(key)).isEqualTo(source.get(key));
      }
      assertThat(copy.get("none")).isNull();
      assertThat(copy.containsKey("none")).isFalse();
      assertThat(copy.with("none", 1L)).containsEntry("none", 1L).containsAllEntriesOf(source);
      source.put("k" + size * 7919 % 100, size);
    }
  }

  @Test
  void null_is_a_value() {
    var source = new HashMap<String, Object>();
    source.put("value", null);
    var copy = WireCopy.map(source);
    assertThat(copy.containsKey("value")).isTrue();
    assertThat(copy.get("value")).isNull();
    assertThat(WireCopy.value(Arrays.asList(1, null))).isEqualTo(Arrays.asList(1L, null));
  }

  @Test
  void a_key_is_replaced_without_touching_the_original() {
    var one = WireCopy.map(Map.of("a", 1L));
    assertThat(one.with("a", 2L)).isEqualTo(Map.of("a", 2L));
    assertThat(one).isEqualTo(Map.of("a", 1L));
  }

  @Test
  void a_copy_is_immutable_and_is_not_copied_again() {
    var copy = WireCopy.map(Map.of("list", List.of(1)));
    assertThat(WireCopy.map(copy)).isSameAs(copy);
    assertThatThrownBy(() -> copy.put("b", 1L)).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> copy.remove("list")).isInstanceOf(UnsupportedOperationException.class);
    @SuppressWarnings("unchecked")
    var list = (List<Object>) copy.get("list");
    assertThatThrownBy(() -> list.add(1L)).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void what_json_cannot_say_is_refused() {
    assertThatThrownBy(() -> WireCopy.map(Map.of("a", new StringBuilder())))
        .hasMessageStartingWith("a value of type java.lang.StringBuilder is not plain data");
    assertThatThrownBy(() -> WireCopy.map(Map.of("a", Double.NaN)))
        .hasMessage("NaN is not plain data: JSON has no such number");
    assertThatThrownBy(() -> WireCopy.map(Map.of(1, "a")))
        .hasMessage("the key 1 cannot travel: keys are strings");
  }
}
