package dev.ordeal.checkers;

import static dev.ordeal.checkers.Phase.AFTER;
import static dev.ordeal.checkers.Phase.BEFORE;
import static dev.ordeal.checkers.Phase.DURING;
import static dev.ordeal.checkers.Phase.END;
import static dev.ordeal.checkers.Phase.during;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.history.History;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which function must succeed in which phase of a trial, and what is said if it does not. */
class ExpectationsTest {
  private static final Map<String, String> KINDS = Map.of("cut", "join");
  private static final Expectations STANDARD = Expectations.standard();

  private static final String BEFORE_IT = "1s p0 invoke read\n1.1s p0 ok read\n";
  private static final String CUT = "2s nemesis invoke cut\n2.1s nemesis info cut bit true\n";
  private static final String DURING_IT = "3s p0 invoke read\n3.1s p0 ok read\n";
  private static final String REFUSED = "3.5s p0 invoke read\n3.6s p0 fail read ! timeout\n";
  private static final String JOIN = "4s nemesis invoke join\n4.1s nemesis info join\n";
  private static final String AFTER_IT = "5s p0 invoke read\n5.1s p0 ok read\n";
  private static final String HEAL = "6s nemesis invoke heal\n6.1s nemesis info heal\n";
  private static final String IN_THE_END = "7s p0 invoke read\n7.1s p0 ok read\n";

  private static List<String> gaps(Expectations expected, String... parts) {
    return EvidenceOf.history(History.parse(String.join("", parts)), KINDS, expected).gaps();
  }

  @Test
  void a_trial_that_succeeds_in_every_phase_has_no_gap() {
    var all = STANDARD.expects("read", BEFORE, DURING, during("cut"), AFTER, END);
    assertThat(gaps(all, BEFORE_IT, CUT, DURING_IT, JOIN, AFTER_IT, HEAL, IN_THE_END)).isEmpty();
  }

  @Test
  void by_default_a_system_may_be_unavailable_during_a_fault() {
    assertThat(gaps(STANDARD, BEFORE_IT, CUT, REFUSED, JOIN, HEAL, IN_THE_END)).isEmpty();
  }

  @Test
  void whose_system_is_available_during_a_fault_says_so() {
    var available = STANDARD.expects("read", DURING);
    assertThat(gaps(available, BEFORE_IT, CUT, REFUSED, JOIN, HEAL, IN_THE_END))
        .containsExactly("No read was ok during a fault, of 1; once: timeout.");
    assertThat(gaps(available, BEFORE_IT, CUT, JOIN, HEAL, IN_THE_END))
        .contains("No read was ok during a fault: nobody tried.");
    assertThat(gaps(STANDARD.expects("read", during("kill")), BEFORE_IT, CUT, DURING_IT, JOIN))
        .as("a cut is no kill")
        .containsExactly("No read was ok during kill: nobody tried.");
  }

  @Test
  void what_began_during_a_fault_and_ended_after_it_did_not_succeed_during_it() {
    var slow = "3s p0 invoke read\n" + JOIN + "4.2s p0 ok read\n";
    assertThat(gaps(STANDARD.expects("read", DURING), CUT, slow))
        .containsExactly("No read was ok during a fault: nobody tried.");
  }

  @Test
  void success_during_a_fault_that_did_not_bite_is_no_evidence() {
    var vain = CUT.replace("bit true", "{bit false, probe \"n2 answered\"}");
    assertThat(gaps(STANDARD.expects("read", DURING), vain, DURING_IT, JOIN, AFTER_IT))
        .containsExactly(
            "No read was ok during a fault: nobody tried.",
            "The fault cut was never seen to bite: n2 answered.");
  }

  @Test
  void each_phase_can_be_asked_for_alone() {
    assertThat(gaps(STANDARD.expects("read", BEFORE), CUT, DURING_IT, JOIN))
        .containsExactly("No read was ok before the first fault: nobody tried.");
    assertThat(gaps(STANDARD.expects("read", AFTER), BEFORE_IT, CUT, DURING_IT))
        .containsExactly("No read was ok after a fault was healed: nobody tried.");
  }

  @Test
  void what_is_tried_in_the_end_must_succeed_there() {
    var refused = REFUSED.replace("3.", "7.");
    assertThat(gaps(STANDARD, BEFORE_IT, CUT, DURING_IT, HEAL, refused))
        .containsExactly(
            "No read was ok in the end, after everything was healed, of 1; once: timeout.");
    assertThat(gaps(STANDARD.expectsNothingOf("read"), BEFORE_IT, CUT, DURING_IT, HEAL, refused))
        .isEmpty();
  }

  @Test
  void after_faults_something_must_be_tried_in_the_end() {
    assertThat(gaps(STANDARD, BEFORE_IT, CUT, DURING_IT, JOIN, AFTER_IT, HEAL))
        .containsExactly("Nothing was ok in the end, after everything was healed: nobody tried.");
    var calm = EvidenceOf.history(History.parse(BEFORE_IT + HEAL), Map.of());
    assertThat(calm.gaps()).as("without faults there is nothing to come back from").isEmpty();
  }

  @Test
  void what_was_declared_and_never_tried_is_a_gap() {
    assertThat(gaps(STANDARD.expects("write", DURING), CUT, DURING_IT, JOIN, AFTER_IT))
        .containsExactly("No write was ever ok: nobody tried.");
  }

  @Test
  void a_fault_that_was_tried_in_vain_says_why() {
    var vain = "2s nemesis invoke cut\n2.1s nemesis info cut failed \"nobody leads\"\n";
    assertThat(gaps(STANDARD, BEFORE_IT, vain))
        .containsExactly("The fault cut was asked for, but never applied, of 1 try: nobody leads.");
  }

  @Test
  void a_phase_is_found_again_from_its_word() {
    for (Phase phase : List.of(Phase.ANYTIME, BEFORE, DURING, during("kill all"), AFTER, END)) {
      assertThat(Phase.of(phase.word())).isEqualTo(phase);
    }
    assertThatThrownBy(() -> Phase.of("sometimes")).hasMessageContaining("sometimes");
    assertThatThrownBy(() -> Phase.of("end kill")).hasMessageContaining("DURING");
  }
}
