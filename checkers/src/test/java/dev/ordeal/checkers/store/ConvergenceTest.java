package dev.ordeal.checkers.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.checkers.Verdict.Validity;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In the end all copies of a key are the same, at as many nodes as there should be copies. */
class ConvergenceTest {
  private static final String HEAL = "nemesis invoke heal\nnemesis info heal\n";

  private static String holds(int node, String answer) {
    return "p%1$d invoke holds\np%1$d ok holds node n%1$d version 4 %2$s\n".formatted(node, answer);
  }

  private static Verdict check(String... lines) {
    return new Convergence().check(History.parse(String.join("", lines)));
  }

  private static Anomaly broken(String... lines) {
    return check(lines).anomalies().get(0);
  }

  @Test
  void copies_that_agree_are_acquitted() {
    var verdict =
        check(
            HEAL,
            holds(1, "entries {a \"2:x\" b \"1:y\"} roots {r1 77}"),
            holds(2, "entries {a \"2:x\" c \"5:z\"} roots {r1 77 r2 78}"),
            holds(3, "entries {b \"1:y\" c \"5:z\"} roots {r2 78}"));
    assertThat(verdict.validity()).isEqualTo(Validity.VALID);
    assertThat(verdict.stats()).containsEntry("copies", 6L);
  }

  @Test
  void copies_of_a_key_that_differ_are_shown_alone() {
    var anomaly =
        broken(
            HEAL,
            holds(1, "entries {a \"2:x\" b \"1:y\"}"),
            holds(2, "entries {a \"1:w\" b \"1:y\"}"));
    assertThat(anomaly.name()).isEqualTo("divergent-replicas");
    assertThat(anomaly.because())
        .isEqualTo("n1 holds 2:x of key a, and n2 holds 1:w, after the heal");
    assertThat(anomaly.witness())
        .extracting(Op::toString)
        .containsExactly(
            "0.003s p1 ok holds node n1 version 4 entries {a \"2:x\"}",
            "0.005s p2 ok holds node n2 version 4 entries {a \"1:w\"}");
  }

  @Test
  void a_copy_that_is_missing_counts() {
    var anomaly =
        broken(
            HEAL,
            holds(1, "entries {a \"2:x\" b \"1:y\"}"),
            holds(2, "entries {a \"2:x\"}"),
            holds(3, "entries {}"));
    assertThat(anomaly.name()).isEqualTo("divergent-replicas");
    assertThat(anomaly.because())
        .isEqualTo(
            "of key b there is a copy at n1 only, after the heal; of others there are 2 copies");
  }

  @Test
  void trees_of_the_same_range_have_the_same_root() {
    var anomaly =
        broken(
            HEAL,
            holds(1, "entries {a \"2:x\"} roots {r1 77}"),
            holds(2, "entries {a \"2:x\"} roots {r1 78}"));
    assertThat(anomaly.because())
        .isEqualTo(
            "the Merkle trees of range r1 have the root 77 at n1, and 78 at n2, after the heal");
  }

  @Test
  void views_of_the_ring_agree_too() {
    var anomaly =
        broken(
            HEAL,
            holds(1, "entries {}"),
            "p2 invoke holds\np2 ok holds node n2 version 5 entries {}\n");
    assertThat(anomaly.name()).isEqualTo("divergent-ring");
    assertThat(anomaly.because())
        .isEqualTo("n1 believes in version 4 of the ring, and n2 in version 5, after the heal");
  }

  @Test
  void the_last_answer_of_each_node_counts_and_none_before_the_heal() {
    var early = holds(1, "entries {a \"1:w\"}");
    var differs = holds(2, "entries {a \"2:x\"}");
    var agrees = holds(1, "entries {a \"2:x\"}");
    assertThat(check(early, HEAL, agrees, differs).validity()).isEqualTo(Validity.VALID);
    assertThat(check(HEAL, early, differs, agrees).validity()).isEqualTo(Validity.VALID);
    assertThat(check(HEAL, agrees, differs, early).validity()).isEqualTo(Validity.INVALID);
  }

  @Test
  void where_no_node_answers_nobody_can_tell() {
    assertThat(check(HEAL, "p1 invoke holds\np1 fail holds ! down\n").validity())
        .isEqualTo(Validity.UNKNOWN);
    assertThat(check(holds(1, "entries {}")).stats()).containsKey("skipped");
  }

  @Test
  void a_generator_may_ask_whether_it_is_reached() {
    var history = History.parse(holds(1, "entries {a \"1:w\"}") + holds(2, "entries {a \"2:x\"}"));
    List<Op> answers = history.oks("holds").toList();
    assertThat(Convergence.isReached(answers)).isFalse();
    assertThat(Convergence.isReached(answers.subList(0, 1))).isTrue();
  }
}
