package dev.ordeal.harness.interpreter;

import dev.ordeal.harness.client.Client;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.history.Op;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an interpreter works with.
 *
 * @param connector opens the client of a process, when its first operation begins
 * @param nodes process p talks to the node at p modulo their number
 * @param concurrency how many client processes live at any time
 * @param seed decides what generators draw
 * @param journal is given each op
 * @param nemesis carries out nemesis ops; without one, generators find no nemesis process
 * @param stragglers how long operations may stay open after their generator's end, and how long
 *     closing may take
 */
public record Setup(
    Client.Connector connector,
    List<Node> nodes,
    int concurrency,
    long seed,
    OpLog journal,
    Optional<NemesisCall> nemesis,
    Duration stragglers) {

  /** Refuses a setup in which nobody could do anything. */
  public Setup {
    nodes = List.copyOf(nodes);
    if (nodes.isEmpty() || concurrency < 1) {
      throw new IllegalArgumentException(
          "needs at least one node and one client process, has %d and %d"
              .formatted(nodes.size(), concurrency));
    }
  }

  /** Without a nemesis, and with five seconds for stragglers. */
  public static Setup of(
      Client.Connector connector, List<Node> nodes, int concurrency, long seed, OpLog journal) {
    var stragglers = Duration.ofSeconds(5);
    return new Setup(connector, nodes, concurrency, seed, journal, Optional.empty(), stragglers);
  }

  /** The same with a nemesis. */
  public Setup withNemesis(NemesisCall call) {
    return new Setup(connector, nodes, concurrency, seed, journal, Optional.of(call), stragglers);
  }

  /** The same with another time for stragglers. */
  public Setup withStragglers(Duration time) {
    return new Setup(connector, nodes, concurrency, seed, journal, nemesis, time);
  }

  /** Carries out the ops of the nemesis. */
  @FunctionalInterface
  public interface NemesisCall {

    /**
     * Does what the op says and answers what was done: plain data, the value of the info. What it
     * throws is recorded, and the trial goes on.
     */
    @Nullable Object invoke(Op op) throws Exception;
  }
}
