package dev.ordeal.harness.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.harness.client.RpcException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Drives a cluster that runs the test program, in virtual time as in real time: waiting runs the
 * simulation's events, or waits.
 */
public final class ClusterDriver {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration PROBE = Duration.ofSeconds(2);

  private final Cluster cluster;
  private final String prefix;
  private final @Nullable VirtualTime time;

  /** Drives that cluster. */
  public ClusterDriver(Cluster cluster) {
    this(cluster, "");
  }

  /** Drives that cluster, with keys and texts that begin so where the nodes see them. */
  ClusterDriver(Cluster cluster, String prefix) {
    this.cluster = cluster;
    this.prefix = prefix.isEmpty() ? "" : prefix + ": ";
    this.time = cluster.capability(VirtualTime.class).orElse(null);
  }

  /** The i-th node, from 1. */
  public Node node(int number) {
    return cluster.nodes().get(number - 1);
  }

  /** Nanoseconds on the clock that this cluster lives by. */
  public long now() {
    return time == null ? System.nanoTime() : time.now();
  }

  /** What the stage completes with, once it does; fails as it does. */
  public <T> T await(CompletionStage<T> stage) throws Exception {
    var future = stage.toCompletableFuture();
    if (time != null) {
      long limit = time.now() + PATIENCE.toNanos();
      while (!future.isDone() && time.runNext(limit)) {}
      assertThat(future).as("done within %s of virtual time", PATIENCE).isDone();
    }
    try {
      return future.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException failure) {
      throw failure.getCause() instanceof Exception cause ? cause : failure;
    } catch (TimeoutException late) {
      throw new AssertionError("not done within " + PATIENCE, late);
    }
  }

  /** Waits until a condition holds, asking again and again. */
  public void eventually(String what, Condition condition) throws Exception {
    if (time == null) {
      Awaitility.await(what).atMost(PATIENCE).pollInterval(POLL).until(condition::holds);
      return;
    }
    long limit = time.now() + PATIENCE.toNanos();
    while (!condition.holds()) {
      assertThat(time.now()).as("%s, within %s", what, PATIENCE).isLessThan(limit);
      long next = time.now() + POLL.toNanos();
      while (time.runNext(next)) {}
    }
  }

  /** Begins a call over a connection of its own, which is closed when it is done. */
  public CompletionStage<Map<String, @Nullable Object>> begin(
      Node node, Map<String, Object> body, Duration timeout) {
    var rpc = node.rpc();
    return rpc.call(prefixed(body), timeout).whenComplete((answer, failure) -> rpc.close());
  }

  private Map<String, Object> prefixed(Map<String, Object> body) {
    var own = new LinkedHashMap<>(body);
    for (String word : List.of("key", "text")) {
      own.computeIfPresent(word, (name, value) -> prefix + value);
    }
    return own;
  }

  /** Calls and waits for the answer. */
  public Map<String, @Nullable Object> call(Node node, Map<String, Object> body) throws Exception {
    return await(begin(node, body, TIMEOUT));
  }

  /** How a call fails; it is an error if it does not. */
  public RpcException failure(CompletionStage<?> call) throws Exception {
    try {
      throw new AssertionError("answered " + await(call));
    } catch (RpcException expected) {
      return expected;
    }
  }

  /** Whether a node answers a ping soon. */
  public boolean answers(Node node) throws Exception {
    try {
      var answer = await(begin(node, Map.of("type", "ping"), PROBE));
      return "ping_ok".equals(answer.get("type"));
    } catch (RpcException failure) {
      return false;
    }
  }

  /** Makes a node tell a text to a peer; whether it arrives is another matter. */
  public void tell(Node from, Node to, String text) throws Exception {
    var answer = call(from, Map.of("type", "tell", "to", to.name(), "text", text));
    assertThat(answer).containsEntry("type", "tell_ok");
  }

  /** What a node was told since its start. */
  public List<String> heard(Node node) throws Exception {
    var texts = (List<?>) Objects.requireNonNull(call(node, Map.of("type", "heard")).get("texts"));
    return texts.stream()
        .map(String::valueOf)
        .filter(text -> text.startsWith(prefix))
        .map(text -> text.substring(prefix.length()))
        .toList();
  }

  /** Tells a text until it is heard: a transport may drop what it is given while it reconnects. */
  public void tellUntilHeard(Node from, Node to, String text) throws Exception {
    eventually(
        from.name() + " reaches " + to.name(),
        () -> {
          tell(from, to, text);
          return heard(to).contains(text);
        });
  }

  /** Something that may come true. */
  @FunctionalInterface
  public interface Condition {

    /** Whether it holds now. */
    boolean holds() throws Exception;
  }
}
