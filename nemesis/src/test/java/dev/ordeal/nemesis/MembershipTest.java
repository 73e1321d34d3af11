package dev.ordeal.nemesis;

import static dev.ordeal.nemesis.Targets.all;
import static dev.ordeal.nemesis.Targets.named;
import static dev.ordeal.nemesis.Targets.one;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.harness.Run;
import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.Membership;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.SetupFailure;
import dev.ordeal.harness.cluster.Site;
import dev.ordeal.harness.cluster.Storage;
import dev.ordeal.harness.cluster.simulated.SimulatedBackend;
import dev.ordeal.harness.cluster.simulated.SimulatedHost;
import dev.ordeal.harness.cluster.simulated.SimulatedNode;
import dev.ordeal.results.RunStore;
import dev.ordeal.results.run.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nodes that join and leave a club: three simulated nodes, and a change takes them 50 ms. */
class MembershipTest {
  @TempDir private Path folder;
  private Club club;
  private Cluster cluster;

  /** Who is in, as a system would know it, and the life of each node as it knows it itself. */
  private static final class Club implements Membership {
    private final Set<String> in = new TreeSet<>(Set.of("n1", "n2", "n3"));
    private final Map<String, SimulatedHost> hosts = new HashMap<>();
    private boolean deaf;

    @Override
    public Set<String> members() {
      return Set.copyOf(in);
    }

    @Override
    public void join(Node node) {
      change(() -> in.add(node.name()));
    }

    @Override
    public void leave(Node node) {
      change(() -> in.remove(node.name()));
    }

    private void change(Runnable change) {
      if (!deaf) {
        var unused = hosts.get("n1").after(ofMillis(50), change);
      }
    }

    @Override
    public Optional<Boolean> claims(Node node) {
      return Optional.of(in.contains(node.name()));
    }

    private final class Program implements SimulatedNode {
      @Override
      public void start(SimulatedHost host) {
        hosts.put(host.name(), host);
        if (host.disk().read("known").isEmpty()) {
          host.log("new here");
        }
        host.disk().write("known", Map.of("yes", true));
        host.disk().sync(() -> {});
      }

      @Override
      public void receive(String src, Map<String, @Nullable Object> body) {}
    }
  }

  @BeforeEach
  void open() throws IOException {
    club = new Club();
    var site = new Site(7, Files.createDirectory(folder.resolve("logs")), folder.resolve("data"));
    cluster =
        SimulatedBackend.of(3, name -> club.new Program()).membership(nodes -> club).open(site);
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  private Run run(Plan plan) {
    var store = RunStore.at(folder.resolve("runs"));
    return Rehearsal.in(folder)
        .trial(plan)
        .time(ofSeconds(4))
        .on(cluster, store.create("club", Instant.now()))
        .run();
  }

  private static Map<?, ?> injection(Run run, String f) {
    var invoke =
        Rehearsal.ops(run).stream().filter(op -> op.f().equals(f)).findFirst().orElseThrow();
    return (Map<?, ?>) run.history().get(run.history().partner(invoke.index())).value();
  }

  @Test
  void a_node_leaves_and_joins_again() {
    var run = run(Fault.leave(named("n2")).once(ofSeconds(1)).after(ofSeconds(1)));
    assertThat(injection(run, "leave").get("bit")).isEqualTo(true);
    assertThat(injection(run, "leave").get("probe"))
        .isEqualTo("n2 is no member, and says it is none");
    assertThat(Rehearsal.hits(run))
        .containsExactly("1.000 leave n2", "2.000 rejoin n2", "4.000 heal");
    assertThat(club.members()).containsExactlyInAnyOrder("n1", "n2", "n3");
    assertThat(run.verdict().evidence().gaps()).isEmpty();
  }

  @Test
  void clients_go_on_while_the_members_change() {
    var run = run(Fault.leave(named("n2")).every(ofMillis(500)));
    long longest = 0;
    long last = 0;
    for (var op : run.history()) {
      if (!op.isNemesis()) {
        longest = Math.max(longest, op.time() - last);
        last = op.time();
      }
    }
    assertThat(Duration.ofNanos(longest)).isLessThan(ofMillis(120));
  }

  @Test
  void a_node_that_is_no_member_joins_and_leaves_again() {
    club.in.remove("n3");
    var run = run(Fault.join(all()).once(ofSeconds(1)).after(ofSeconds(1)));
    assertThat(injection(run, "join").get("probe")).isEqualTo("n3 is a member, and says it is one");
    assertThat(Rehearsal.hits(run))
        .containsExactly("1.000 join n3", "2.000 unjoin n3", "4.000 heal");
    assertThat(club.members()).containsExactlyInAnyOrder("n1", "n2");
  }

  @Test
  void a_replaced_node_has_left_and_its_successor_knows_nothing() throws IOException {
    var run = run(Fault.replace(named("n3")).once(ofSeconds(1)).after(ofSeconds(1)));
    assertThat(Rehearsal.hits(run))
        .containsExactly("1.000 replace n3", "2.000 join-new n3", "4.000 heal");
    assertThat(injection(run, "replace").get("bit")).isEqualTo(true);
    assertThat(club.members()).containsExactlyInAnyOrder("n1", "n2", "n3");
    cluster.close();
    assertThat(Files.readString(folder.resolve("logs/n3.log")))
        .containsPattern("(?s)new here.*new here");
    assertThat(Files.readString(folder.resolve("logs/n2.log")))
        .doesNotContainPattern("(?s)new here.*new here");
  }

  static List<Fault> changes() {
    return List.of(Fault.leave(named("n1")), Fault.join(all()), Fault.replace(named("n2")));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void a_change_that_the_system_does_not_make_does_not_bite(Fault change) {
    club.in.remove("n3");
    club.deaf = true;
    var run = run(change.once(ofSeconds(1)).after(ofSeconds(1)));
    assertThat(injection(run, change.inject()).get("bit")).isEqualTo(false);
    assertThat(run.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    assertThat(run.verdict().evidence().gaps())
        .anyMatch(gap -> gap.contains(change.inject() + " was never seen to bite"));
  }

  @Test
  void a_system_that_nobody_can_ask_has_not_let_go() {
    var silent =
        new Membership() {
          private boolean asked;

          @Override
          public Set<String> members() {
            if (asked) {
              throw new IllegalStateException("no leader");
            }
            return Set.of("n1", "n2");
          }

          @Override
          public void join(Node node) {}

          @Override
          public void leave(Node node) {
            asked = true;
          }
        };
    var broken = new Lacking(cluster, Map.of(Membership.class, Optional.of(silent)));
    var store = RunStore.at(folder.resolve("runs"));
    var run =
        Rehearsal.in(folder)
            .trial(Fault.leave(named("n1")).once(ofSeconds(1)))
            .time(ofSeconds(8))
            .on(broken, store.create("club", Instant.now()));
    assertThatThrownBy(run::run).hasMessageContaining("could not heal").hasMessageContaining("n1");
  }

  @Test
  void a_backend_that_was_not_told_says_so_before_the_trial() {
    var nemesis = Plan.of(Fault.leave(one())).nemesis();
    assertThatThrownBy(() -> nemesis.requireSupport(Lacking.of(cluster, Membership.class)))
        .isInstanceOf(SetupFailure.class)
        .hasMessage(
            "the simulated backend cannot let leave nodes, as nobody told it how: add"
                + " .membership(...) to the backend");
    var replace = Plan.of(Fault.replace(one())).nemesis();
    assertThatThrownBy(() -> replace.requireSupport(Lacking.of(cluster, Storage.class)))
        .hasMessageContaining("cannot replace nodes, as it cannot erase their data");
  }
}
