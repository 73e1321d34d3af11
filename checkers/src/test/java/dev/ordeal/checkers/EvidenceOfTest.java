package dev.ordeal.checkers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.checkers.Evidence.FaultTally;
import dev.ordeal.checkers.Evidence.Tally;
import dev.ordeal.checkers.Verdict.Validity;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvidenceOfTest {
  private static final Map<String, String> CUT = Map.of("cut", "join");

  private static Evidence of(String history) {
    return EvidenceOf.history(History.parse(history), CUT);
  }

  @Test
  void operations_and_faults_are_counted() {
    var evidence =
        of(
            """
            1s p0 invoke read
            2s nemesis invoke cut
            3s p0 ok read 1
            4s nemesis info cut {node n1, bit true}
            5s p1 invoke write 2
            6s p1 fail write 2 ! refused
            6s p1 invoke write 3
            7s nemesis invoke join
            8s nemesis info join
            9s p1 ok write 3
            10s p0 invoke read
            11s p0 info read ! timeout
            """);
    assertThat(evidence.operations())
        .isEqualTo(Map.of("read", new Tally(2, 1, 0, 1), "write", new Tally(2, 1, 1, 0)));
    assertThat(evidence.faults()).isEqualTo(Map.of("cut", new FaultTally(1, 1, 1, 3)));
    assertThat(evidence.gaps()).isEmpty();
  }

  @Test
  void a_fault_that_never_came_is_a_gap() {
    var quiet = "1s p0 invoke read\n2s p0 ok read 1\n";
    assertThat(of(quiet).gaps()).containsExactly("The fault cut was asked for, but never applied.");
    var failed = "3s nemesis invoke cut\n4s nemesis info cut failed \"no such node\"";
    assertThat(of(quiet + failed).faults()).isEqualTo(Map.of("cut", new FaultTally(0, 0, 0, 0)));
  }

  @Test
  void a_fault_that_met_nothing_in_flight_is_a_gap() {
    assertThat(
            of("""
            1s p0 invoke read
            2s p0 ok read 1
            3s nemesis invoke cut
            4s nemesis info cut bit true
            5s nemesis invoke heal
            6s nemesis info heal
            7s p0 invoke read
            8s p0 ok read 1
            """)
                .gaps())
        .containsExactly("The fault cut met no client operation in flight.");
  }

  @Test
  void a_fault_that_no_probe_saw_is_a_gap_that_tells_what_the_probe_saw() {
    var busy = "1s p0 invoke read\n2s nemesis invoke cut\n3s nemesis info cut";
    var end = "\n4s p0 ok read 1\n";
    assertThat(of(busy + " {bit false, probe \"n1 answered\"}" + end).gaps())
        .containsExactly("The fault cut was never seen to bite: n1 answered.");
    assertThat(of(busy + " n1" + end).gaps())
        .containsExactly("The fault cut was never seen to bite, and nobody probed it.");
    assertThat(of(busy + " n1" + end).faults())
        .isEqualTo(Map.of("cut", new FaultTally(1, 0, 0, 0)));
  }

  @Test
  void what_bites_late_is_told_by_its_heal_and_counts_for_that_injection_alone() {
    var evidence =
        of(
            """
            1s p0 invoke read
            2s nemesis invoke cut {id a}
            2s nemesis info cut {bit false, probe "not yet"}
            3s nemesis invoke cut {id b}
            3s nemesis info cut {bit false, probe "not yet"}
            4s p0 ok read 1
            5s nemesis invoke join {id a}
            5s nemesis info join {bit true, probe "3 writes refused"}
            6s nemesis invoke join {id b}
            6s nemesis info join {bit false, probe "nothing was written"}
            7s p0 invoke read
            8s p0 ok read 1
            """);
    assertThat(evidence.faults()).isEqualTo(Map.of("cut", new FaultTally(2, 1, 2, 1)));
    assertThat(evidence.gaps()).isEmpty();
  }

  @Test
  void a_heal_without_an_id_speaks_for_all_that_it_heals_but_that_of_everything_for_none() {
    var two =
        """
        1s p0 invoke read
        2s nemesis invoke cut
        2s nemesis info cut {bit false}
        3s nemesis invoke cut
        3s nemesis info cut {bit false}
        4s p0 ok read 1
        5s nemesis invoke %1$s
        5s nemesis info %1$s {bit true, probe "3 writes refused"}
        """;
    assertThat(of(two.formatted("join")).faults())
        .isEqualTo(Map.of("cut", new FaultTally(2, 2, 1, 1)));
    assertThat(of(two.formatted("heal")).faults())
        .isEqualTo(Map.of("cut", new FaultTally(2, 0, 1, 0)));
  }

  @Test
  void the_heal_of_everything_speaks_for_those_that_it_names() {
    var late =
        """
        1s p0 invoke read
        2s nemesis invoke cut {id a}
        2s nemesis info cut {bit false, probe "not yet"}
        3s nemesis invoke cut {id b}
        3s nemesis info cut {bit false, probe "not yet"}
        4s p0 ok read 1
        5s nemesis invoke heal
        5s nemesis info heal {healed [{f cut, id a, bit %s, probe "3 writes refused"}]}
        6s p0 invoke read
        7s p0 ok read 1
        """;
    assertThat(of(late.formatted("true")).faults())
        .isEqualTo(Map.of("cut", new FaultTally(2, 1, 2, 1)));
    assertThat(of(late.formatted("true").replace("f cut", "f fill")).faults())
        .as("those of another kind are others")
        .isEqualTo(Map.of("cut", new FaultTally(2, 0, 2, 0)));
    assertThat(of(late.formatted("false")).gaps())
        .containsExactly("The fault cut was never seen to bite: 3 writes refused.");
  }

  @Test
  void a_fault_that_did_not_bite_until_it_was_healed_is_a_gap_that_tells_what_the_heal_saw() {
    assertThat(
            of("""
            1s p0 invoke read
            2s nemesis invoke cut {id a}
            2s nemesis info cut {bit false, probe "not yet"}
            5s nemesis invoke join {id a}
            5s nemesis info join {bit false, probe "nothing was written"}
            6s p0 ok read 1
            """)
                .gaps())
        .containsExactly("The fault cut was never seen to bite: nothing was written.");
  }

  @Test
  void each_injection_lasts_until_its_own_heal() {
    var evidence =
        of(
            """
            1s nemesis invoke cut {id a}
            1s nemesis info cut {bit true}
            2s nemesis invoke cut {id b}
            2s nemesis info cut {bit false}
            3s nemesis invoke join {id a}
            3s nemesis info join
            4s p0 invoke read
            5s p0 ok read 1
            6s nemesis invoke join {id b}
            6s nemesis info join
            """);
    assertThat(evidence.faults())
        .as("what meets only the one that did not bite counts for nothing")
        .isEqualTo(Map.of("cut", new FaultTally(2, 1, 2, 0)));
  }

  @Test
  void what_was_never_ok_is_a_gap() {
    var text = "p0 invoke read\np0 fail read ! \"no route\"\np0 invoke read\np0 fail read";
    var evidence = EvidenceOf.history(History.parse(text), Map.of());
    assertThat(evidence.gaps()).containsExactly("No read was ever ok, of 2; once: no route.");
    assertThat(EvidenceOf.history(History.parse(""), Map.of()).gaps())
        .containsExactly("No client did anything.");
  }

  @Test
  void a_verdict_is_invalid_if_and_only_if_it_shows_an_anomaly() {
    assertThatThrownBy(
            () -> new Verdict(Validity.INVALID, List.of(), "", Evidence.none(), Map.of(), Map.of()))
        .hasMessageContaining("if and only if");
    var anomaly = Anomaly.of("stale-read", "because", Op.invoke("read"));
    assertThatThrownBy(
            () ->
                new Verdict(
                    Validity.VALID, List.of(anomaly), "", Evidence.none(), Map.of(), Map.of()))
        .hasMessageContaining("if and only if");
    assertThatThrownBy(() -> Anomaly.of("stale-read", "because"))
        .hasMessageContaining("shows no witness");
  }

  @Test
  void of_composed_verdicts_the_worst_wins() {
    var anomaly = Anomaly.of("stale-read", "because", Op.invoke("read"));
    Checker composed =
        Checker.compose(
            Map.of(
                "fine", history -> Verdict.valid(),
                "unclear", history -> Verdict.unknown("too little"),
                "broken", history -> Verdict.of(List.of(anomaly))));
    var verdict = composed.check(History.parse(""));
    assertThat(verdict.validity()).isEqualTo(Validity.INVALID);
    assertThat(verdict.anomalies()).containsExactly(anomaly);
    assertThat(verdict.parts()).hasSize(3);
    assertThatThrownBy(() -> Checker.compose(Map.of())).hasMessageContaining("no parts");
  }
}
