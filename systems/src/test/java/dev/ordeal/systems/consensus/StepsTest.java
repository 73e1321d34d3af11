package dev.ordeal.systems.consensus;

import static dev.ordeal.systems.world.World.is;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What single steps of the algorithm are there for: each of these goes wrong without one of them,
 * and by chance it would happen only once in a great while.
 */
class StepsTest {
  /** Not one of the nodes: a proposer whose messages the tests write themselves. */
  private static final String STRANGER = "stranger";

  private static final long STRANGERS = Ballot.proposer(100, 1);

  private final World world = new World(7, 5, Registers::new);

  StepsTest() {
    world.run(Duration.ofMillis(20));
  }

  /** Whether it is one of the two that are no majority, and whom all proposers ask first. */
  private static boolean isMinor(String node) {
    return List.of("n1", "n2").contains(node);
  }

  /** Asks an acceptor, and waits for its answer. */
  private Map<String, @Nullable Object> ask(String node, Map<String, @Nullable Object> request) {
    int before = world.inbox(STRANGER).size();
    world.request(STRANGER, node, request);
    world.run(Duration.ofMillis(20));
    List<Map<String, @Nullable Object>> answers = world.inbox(STRANGER);
    assertThat(answers).as("answers to %s", request).hasSize(before + 1);
    return answers.get(before);
  }

  private static Map<String, @Nullable Object> peek() {
    return Bodies.of("type", "peek", "key", "r", "round", 1L);
  }

  private static Map<String, @Nullable Object> prepare(long ballot) {
    return Bodies.of("type", "prepare", "key", "r", "round", 1L, "ballot", ballot);
  }

  /** To accept the list of one id. */
  private static Map<String, @Nullable Object> accept(long ballot, long id) {
    Map<String, @Nullable Object> request =
        Bodies.of("type", "accept", "key", "r", "round", 1L, "ballot", ballot);
    return Bodies.with(
        Bodies.with(request, "lineage", List.of(Ballot.ZERO)),
        "state",
        Bodies.of("ids", List.of(id)));
  }

  private List<Outcome> change(String node, long id) {
    var told = new ArrayList<Outcome>();
    Registers.of(world, node).change("r", Registers.append(id), told::add);
    return told;
  }

  private List<Outcome> read(String node) {
    var told = new ArrayList<Outcome>();
    Registers.of(world, node).read("r", Registers.READ, told::add);
    return told;
  }

  private List<Object> listAt(String node) {
    List<Outcome> told = read(node);
    world.run(Duration.ofMillis(500));
    return chosen(told);
  }

  private static List<Object> chosen(List<Outcome> told) {
    assertThat(told).hasOnlyElementsOfType(Outcome.Chosen.class).hasSize(1);
    return Registers.ids(((Outcome.Chosen) told.get(0)).answer());
  }

  private void restart(String node) {
    world.powerLoss(node, record -> false);
    world.start(node);
  }

  @Test
  void an_acceptor_accepts_nothing_below_what_it_promised() {
    ask("n2", prepare(Ballot.of(6, STRANGERS)));
    assertThat(ask("n2", accept(Ballot.of(5, STRANGERS), 50))).containsEntry("type", "conflict");
    assertThat(ask("n2", peek())).containsEntry("ballot", Ballot.ZERO).containsEntry("state", null);
  }

  @Test
  void an_acceptor_promises_nothing_below_what_it_promised() {
    ask("n2", prepare(Ballot.of(6, STRANGERS)));
    assertThat(ask("n2", prepare(Ballot.of(5, STRANGERS)))).containsEntry("type", "conflict");
    assertThat(ask("n2", accept(Ballot.of(5, STRANGERS), 50))).containsEntry("type", "conflict");
  }

  @Test
  void an_acceptor_keeps_what_it_promised_to_a_prepare_over_a_restart() {
    ask("n2", prepare(Ballot.of(6, STRANGERS)));
    restart("n2");
    assertThat(ask("n2", accept(Ballot.of(5, STRANGERS), 50))).containsEntry("type", "conflict");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void an_acceptor_keeps_what_it_promised_along_with_an_acceptance(boolean restarted) {
    ask("n2", accept(Ballot.of(5, STRANGERS), 50));
    if (restarted) {
      restart("n2");
    }
    long between = Ballot.of(5, STRANGERS + 1);
    assertThat(ask("n2", prepare(between))).containsEntry("type", "conflict");
    assertThat(ask("n2", accept(between, 51))).containsEntry("type", "conflict");
    assertThat(ask("n2", accept(Ballot.of(6, STRANGERS), 60))).containsEntry("type", "accepted");
  }

  @ParameterizedTest
  @ValueSource(strings = {"promise", "accepted"})
  void what_an_acceptor_says_it_still_knows_if_the_power_fails_as_it_says_it(String said) {
    world.filter(
        (from, to, body) -> {
          if (from.equals("n2") && is(body, said)) {
            world.after(Duration.ZERO, () -> world.powerLoss("n2", record -> false));
          }
          return true;
        });
    long ballot = Ballot.of(5, STRANGERS);
    world.request("n1", "n2", said.equals("promise") ? prepare(ballot) : accept(ballot, 50));
    world.run(Duration.ofMillis(20));
    world.start("n2");
    assertThat(ask("n2", prepare(Ballot.of(4, STRANGERS)))).containsEntry("type", "conflict");
    assertThat(ask("n2", peek()))
        .containsEntry("ballot", said.equals("promise") ? Ballot.ZERO : ballot);
  }

  @Test
  void a_change_takes_a_majority_of_promises() {
    world.filter((from, to, body) -> !isMinor(from) && !isMinor(to));
    List<Outcome> first = change("n3", 0);
    world.run(Duration.ofMillis(200));
    assertThat(chosen(first)).containsExactly(0L);

    world.filter((from, to, body) -> !is(body, "prepare") || isMinor(to));
    List<Outcome> second = change("n1", 1);
    world.run(Duration.ofSeconds(2));
    world.filter((from, to, body) -> true);
    assertThat(listAt("n4")).containsExactly(0L);
    assertThat(second).hasOnlyElementsOfType(Outcome.Untouched.class).hasSize(1);
  }

  @Test
  void a_change_takes_a_majority_of_acceptances() {
    world.filter((from, to, body) -> !is(body, "accept") || to.equals("n2"));
    List<Outcome> change = change("n1", 0);
    world.run(Duration.ofSeconds(2));
    world.powerLoss("n1", record -> false);
    world.powerLoss("n2", record -> false);
    assertThat(listAt("n4")).isEmpty();
    assertThat(change).hasOnlyElementsOfType(Outcome.Unknown.class).hasSize(1);
  }

  @Test
  void a_read_takes_a_majority() {
    world.filter((from, to, body) -> isMinor(from) == isMinor(to));
    List<Outcome> change = change("n3", 0);
    world.run(Duration.ofMillis(200));
    assertThat(chosen(change)).containsExactly(0L);
    List<Outcome> read = read("n1");
    world.run(Duration.ofSeconds(2));
    assertThat(read).hasOnlyElementsOfType(Outcome.Untouched.class).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"1,2,3", "1,3,2", "2,1,3", "2,3,1", "3,1,2", "3,2,1"})
  void a_change_is_made_to_what_was_accepted_under_the_greatest_ballot(
      long first, long second, long third) {
    ask("n1", accept(Ballot.of(first, STRANGERS), first));
    ask("n2", accept(Ballot.of(second, STRANGERS), second));
    ask("n3", accept(Ballot.of(third, STRANGERS), third));
    List<Outcome> change = change("n1", 9);
    world.run(Duration.ofMillis(500));
    assertThat(chosen(change)).containsExactly(3L, 9L);
  }

  @Test
  void a_proposer_uses_no_ballot_or_round_of_a_former_life() {
    var ballots = new ArrayList<Object>();
    var rounds = new ArrayList<Object>();
    world.filter(
        (from, to, body) -> {
          if (from.equals("n1") && to.equals("n2") && is(body, "prepare")) {
            ballots.add(Bodies.number(body, "ballot"));
            rounds.add(Bodies.number(body, "round"));
            world.after(Duration.ZERO, () -> world.powerLoss("n1", record -> false));
          }
          return true;
        });
    for (int life = 0; life < 4; life++) {
      restart("n1");
      change("n1", life);
      world.run(Duration.ofMillis(30));
    }
    assertThat(ballots).hasSize(4).doesNotHaveDuplicates();
    assertThat(rounds).hasSize(4).doesNotHaveDuplicates();
  }

  /** Its ballot was promised to it along with the change before, and one acceptor took it. */
  @Test
  void a_change_that_reached_one_acceptor_only_leaves_its_ballot_to_no_other() {
    chosen(settled(change("n1", 0)));
    world.filter((from, to, body) -> !is(body, "accept") || to.equals("n2"));
    List<Outcome> lost = change("n1", 1);
    world.run(Duration.ofSeconds(2));
    assertThat(lost).hasOnlyElementsOfType(Outcome.Unknown.class).hasSize(1);
    world.filter((from, to, body) -> true);
    List<Object> list = chosen(settled(change("n1", 2)));
    world.powerLoss("n3", record -> false);
    assertThat(listAt("n1")).isEqualTo(list);
    assertThat(list).startsWith(0L).endsWith(2L);
  }

  private List<Outcome> settled(List<Outcome> told) {
    world.run(Duration.ofMillis(500));
    return told;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void an_acceptor_denies_to_have_accepted_only_what_it_never_did(boolean restarted) {
    Map<String, @Nullable Object> accepted = accept(Ballot.of(5, STRANGERS), 50);
    ask("n2", accepted);
    if (restarted) {
      restart("n2");
    }
    ask("n2", accept(Ballot.of(8, STRANGERS + 1), 80));
    assertThat(ask("n2", accepted)).containsEntry("type", "conflict").containsEntry("never", false);
    assertThat(ask("n2", accept(Ballot.of(6, STRANGERS), 60)))
        .containsEntry("type", "conflict")
        .containsEntry("never", true);
  }

  @Test
  void a_read_does_not_answer_before_a_majority_accepted_what_it_read() {
    ask("n2", accept(Ballot.of(1, STRANGERS), 70));
    world.filter((from, to, body) -> !is(body, "accept"));
    List<Outcome> read = read("n1");
    world.run(Duration.ofMillis(700));
    assertThat(read).isEmpty();

    world.filter((from, to, body) -> true);
    world.run(Duration.ofMillis(300));
    assertThat(chosen(read)).containsExactly(70L);
    world.powerLoss("n2", record -> false);
    assertThat(listAt("n4")).containsExactly(70L);
  }

  /** Proposes a change at n1, and has it hear nothing any more once others accepted it. */
  private List<Outcome> proposeAndHearNothing(long id) {
    var proposed = new boolean[1];
    world.filter(
        (from, to, body) -> {
          proposed[0] |= from.equals("n1") && is(body, "accept");
          return !(proposed[0] && to.equals("n1"));
        });
    List<Outcome> told = change("n1", id);
    world.run(Duration.ofMillis(30));
    return told;
  }

  private void goOn(long firstId, long lastId) {
    for (long id = firstId; id <= lastId; id++) {
      List<Outcome> told = change("n2", id);
      world.run(Duration.ofMillis(id == firstId ? 200 : 30));
      chosen(told);
    }
    world.filter((from, to, body) -> true);
    world.run(Duration.ofSeconds(1));
  }

  @Test
  void a_change_that_is_in_is_not_made_again_over_one_that_came_after_it() {
    List<Outcome> first = proposeAndHearNothing(0);
    goOn(1, 1);
    assertThat(chosen(first)).containsExactly(0L);
    assertThat(listAt("n3")).containsExactly(0L, 1L);
  }

  @Test
  void a_change_is_not_made_again_if_so_many_came_after_it_that_nobody_knows_whether_it_is_in() {
    List<Outcome> first = proposeAndHearNothing(0);
    goOn(1, 9);
    assertThat(first).hasOnlyElementsOfType(Outcome.Unknown.class).hasSize(1);
    assertThat(listAt("n3")).hasSize(10).doesNotHaveDuplicates();
  }
}
