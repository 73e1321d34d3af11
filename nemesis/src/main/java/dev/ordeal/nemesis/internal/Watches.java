package dev.ordeal.nemesis.internal;

import dev.ordeal.harness.Nemesis;
import dev.ordeal.harness.Signals;
import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.Leadership;
import dev.ordeal.harness.cluster.Logs;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.SetupFailure;
import dev.ordeal.history.Op;
import dev.ordeal.nemesis.Trigger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Watches logs and leaders in the background, and tells when what is waited for has happened. */
final class Watches implements Nemesis {
  private static final int LINE_LENGTH = 200;

  private final List<Trigger> triggers;
  private final Map<Object, Watch> open = new ConcurrentHashMap<>();
  private volatile Signals signals = Signals.NONE;

  /** Fit for these triggers. */
  Watches(List<Trigger> triggers) {
    this.triggers = triggers;
  }

  @Override
  public Set<String> fs() {
    return Set.of(Marks.WATCH, Marks.UNWATCH);
  }

  @Override
  public void connect(Signals teller) {
    signals = teller;
  }

  @Override
  public void requireSupport(Cluster cluster) {
    for (Trigger trigger : triggers) {
      if (trigger instanceof Trigger.OnLog log) {
        Need.of(cluster, Logs.class, "follow logs, as the plan wants: when " + trigger.words());
        log.nodes().requireSupport(cluster);
      } else if (trigger instanceof Trigger.OnLeader
          && cluster.capability(Leadership.class).isEmpty()) {
        throw new SetupFailure(
            "the plan waits until "
                + trigger.words()
                + ", but nobody told the "
                + cluster.backend()
                + " backend how to find the leader: add .leader(...) to the backend");
      }
    }
  }

  @Override
  public @Nullable Object invoke(Op op, Cluster cluster) {
    if (!(op.value() instanceof Map<?, ?> value) || value.get("id") == null) {
      throw new IllegalArgumentException(op.f() + " says not which watch: " + op.value());
    }
    Object id = value.get("id");
    close(id);
    if (op.f().equals(Marks.WATCH)) {
      begin(id, Trigger.parse(String.valueOf(value.get("when"))), cluster);
    }
    return op.value();
  }

  private void begin(Object id, Trigger trigger, Cluster cluster) {
    var watch = new Watch();
    open.put(id, watch);
    if (trigger instanceof Trigger.OnLog log) {
      var pattern = Pattern.compile(log.pattern());
      for (Node node : log.nodes().choose(cluster, new SplittableRandom(0))) {
        watch.closes(
            cluster
                    .capability(Logs.class)
                    .orElseThrow()
                    .follow(
                        node,
                        line -> {
                          if (pattern.matcher(line).find()) {
                            tell(id, watch, node, brief(line));
                          }
                        })
                ::close);
      }
    } else if (trigger instanceof Trigger.OnLeader leader) {
      var look = new LeaderLook(cluster.capability(Leadership.class).orElseThrow(), leader.anew());
      watch.closes(
          Ticks.of(
              cluster,
              () -> look.now().ifPresent(node -> tell(id, watch, node, node.name() + " leads"))));
    }
  }

  private static String brief(String line) {
    return line.length() <= LINE_LENGTH ? line : line.substring(0, LINE_LENGTH) + " ...";
  }

  private void tell(Object id, Watch watch, Node node, String saw) {
    if (!watch.isFirst()) {
      return;
    }
    var value = new LinkedHashMap<String, Object>();
    value.put("id", id);
    value.put("node", node.name());
    value.put("saw", saw);
    signals.tell(Marks.HIT, value);
    close(id, watch);
  }

  private void close(Object id) {
    var watch = open.get(id);
    if (watch != null) {
      close(id, watch);
    }
  }

  private void close(Object id, Watch watch) {
    open.remove(id, watch);
    watch.close();
  }

  /** Watches no more. */
  @Override
  public void heal(Cluster cluster) {
    open.forEach(this::close);
  }
}
