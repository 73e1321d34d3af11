package dev.ordeal.harness.cluster.simulated;

import dev.ordeal.harness.client.Rpc;
import dev.ordeal.harness.cluster.Site;
import dev.ordeal.harness.cluster.VirtualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Measures the simulation: events and client operations per second of wall time, for five nodes
 * where each operation takes two rounds with every peer, and each round a sync on every node, as a
 * quorum register's does.
 */
public final class SimulatedBench {
  private static final int CLIENTS = 10;

  private SimulatedBench() {}

  /** Runs for as many rounds of a million events as the first argument says, 10 by default. */
  public static void main(String[] args) throws IOException {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 10;
    var folder = Files.createTempDirectory("simulated-bench");
    var done = new long[1];
    try (var cluster =
        SimulatedBackend.of(5, name -> new Quorum()).open(new Site(1, folder, folder))) {
      var time = cluster.capability(VirtualTime.class).orElseThrow();
      for (int client = 0; client < CLIENTS; client++) {
        again(cluster.nodes().get(client % 5).rpc(), done);
      }
      for (int round = 0; round < rounds; round++) {
        long began = System.nanoTime();
        long before = done[0];
        for (int event = 0; event < 1_000_000; event++) {
          time.runNext(Long.MAX_VALUE);
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf(
            "%,.0f events/s, %.0f ns/event, %,.0f client ops/s, %.1f events/op%n",
            1e6 / seconds, seconds * 1e3, (done[0] - before) / seconds, 1e6 / (done[0] - before));
      }
    }
  }

  private static void again(Rpc rpc, long[] done) {
    rpc.call(Map.of("type", "write", "owner", "p3", "value", done[0]), Duration.ofSeconds(5))
        .whenComplete(
            (answer, failure) -> {
              if (answer != null) {
                done[0]++;
                again(rpc, done);
              }
            });
  }

  /** Asks every node twice, and answers when a majority did. */
  private static final class Quorum implements SimulatedNode {
    private record Round(String client, Object id, int phase, int[] votes) {}

    private final Map<Object, Round> rounds = new HashMap<>();
    private long lastRound;
    private SimulatedHost host;

    @Override
    public void start(SimulatedHost host) {
      this.host = host;
    }

    @Override
    public void receive(String src, Map<String, @Nullable Object> body) {
      switch (String.valueOf(body.get("type"))) {
        case "write" -> ask(new Round(src, body.get("msg_id"), 1, new int[1]));
        case "ask" -> {
          var promise = Map.<String, @Nullable Object>of("ballot", body.get("round"), "value", 7L);
          host.disk().write("register", promise);
          host.disk()
              .sync(() -> host.send(src, Map.of("type", "vote", "round", body.get("round"))));
        }
        default -> vote(body.get("round"));
      }
    }

    private void ask(Round round) {
      rounds.put(++lastRound, round);
      Map<String, @Nullable Object> question =
          Map.of("type", "ask", "round", lastRound, "phase", round.phase(), "from", host.name());
      for (String node : host.nodes()) {
        host.send(node, question);
      }
    }

    private void vote(Object id) {
      var round = rounds.get(id);
      if (round != null && ++round.votes()[0] == 3) {
        rounds.remove(id);
        if (round.phase() == 1) {
          ask(new Round(round.client(), round.id(), 2, new int[1]));
        } else {
          host.send(round.client(), Map.of("type", "write_ok", "in_reply_to", round.id()));
        }
      }
    }
  }
}
