package dev.ordeal.checkers;

import dev.ordeal.checkers.Recovery.Comeback;
import dev.ordeal.checkers.Recovery.Healed;
import dev.ordeal.checkers.Recovery.Latency;
import dev.ordeal.checkers.Recovery.Load;
import dev.ordeal.checkers.Recovery.OfKind;
import dev.ordeal.checkers.Recovery.Outage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A recovery as plain data, and back; times in nanoseconds. What is not known is left out. */
final class RecoveryData {

  private RecoveryData() {}

  static Map<String, Object> plain(Recovery recovery) {
    var data = new LinkedHashMap<String, Object>();
    data.put("calm", plain(recovery.calm()));
    data.put("storm", plain(recovery.storm()));
    recovery.calmThroughput().ifPresent(rate -> data.put("calm_ok_per_second", rate));
    recovery.faultToleranceRate().ifPresent(rate -> data.put("fault_tolerance_rate", rate));
    data.put("window_ns", recovery.window().toNanos());
    recovery.longest().ifPresent(outage -> data.put("longest_unavailability", plain(outage)));
    data.put("faults", recovery.faults().stream().map(RecoveryData::plain).toList());
    var kinds = new LinkedHashMap<String, Object>();
    recovery.kinds().forEach((kind, all) -> kinds.put(kind, plain(all)));
    data.put("kinds", kinds);
    return data;
  }

  private static Map<String, Object> plain(Load load) {
    var data = new LinkedHashMap<String, Object>();
    data.put("operations", load.operations());
    data.put("ok", load.ok());
    load.latency()
        .ifPresent(
            latency -> {
              data.put("p50_ns", latency.p50().toNanos());
              data.put("p95_ns", latency.p95().toNanos());
              data.put("p99_ns", latency.p99().toNanos());
              data.put("max_ns", latency.max().toNanos());
            });
    return data;
  }

  private static Map<String, Object> plain(Outage outage) {
    var data = new LinkedHashMap<String, Object>();
    data.put("from_ns", outage.from().toNanos());
    data.put("to_ns", outage.to().toNanos());
    return data;
  }

  private static Map<String, Object> plain(Comeback back) {
    var data = new LinkedHashMap<String, Object>();
    data.put("at_ns", back.at().toNanos());
    data.put("after_ns", back.after().toNanos());
    data.put("index", (long) back.index());
    return data;
  }

  private static Map<String, Object> plain(Healed fault) {
    var data = new LinkedHashMap<String, Object>();
    data.put("kind", fault.kind());
    data.put("id", fault.id());
    data.put("injected_ns", fault.injected().toNanos());
    fault.healed().ifPresent(time -> data.put("healed_ns", time.toNanos()));
    data.put("storm", plain(fault.storm()));
    fault.longest().ifPresent(outage -> data.put("longest_unavailability", plain(outage)));
    fault.firstOk().ifPresent(back -> data.put("first_ok", plain(back)));
    fault.throughput().ifPresent(back -> data.put("throughput", plain(back)));
    data.put("watched_ns", fault.watched().toNanos());
    data.put("measured_ns", fault.measured().toNanos());
    return data;
  }

  private static Map<String, Object> plain(OfKind kind) {
    var data = new LinkedHashMap<String, Object>();
    data.put("injected", (long) kind.injected());
    data.put("healed", (long) kind.healed());
    data.put("storm", plain(kind.storm()));
    kind.longest().ifPresent(outage -> data.put("longest_unavailability", plain(outage)));
    data.put("returned", (long) kind.returned());
    kind.firstOk().ifPresent(time -> data.put("first_ok_ns", time.toNanos()));
    data.put("regained", (long) kind.regained());
    kind.throughput().ifPresent(time -> data.put("throughput_ns", time.toNanos()));
    return data;
  }

  /** The recovery that plain data says; empty if it says none, as strangers' files may. */
  static Optional<Recovery> read(@Nullable Object data) {
    if (!(data instanceof Map<?, ?> map)) {
      return Optional.empty();
    }
    try {
      return Optional.of(recovery(map));
    } catch (IllegalArgumentException | ArithmeticException notOne) {
      return Optional.empty();
    }
  }

  private static Recovery recovery(Map<?, ?> data) {
    var faults = new ArrayList<Healed>();
    for (Object fault : as(data, "faults", List.class)) {
      faults.add(fault(checked(fault, "faults", Map.class)));
    }
    var kinds = new LinkedHashMap<String, OfKind>();
    Map<?, ?> all = as(data, "kinds", Map.class);
    for (Object kind : all.keySet()) {
      var name = checked(kind, "kinds", String.class);
      kinds.put(name, kind(as(all, name, Map.class)));
    }
    return new Recovery(
        load(data, "calm"),
        load(data, "storm"),
        data.get("calm_ok_per_second") instanceof Number rate
            ? OptionalDouble.of(rate.doubleValue())
            : OptionalDouble.empty(),
        time(data, "window_ns"),
        maybe(data, "longest_unavailability", RecoveryData::outage),
        faults,
        kinds);
  }

  private static Healed fault(Map<?, ?> data) {
    return new Healed(
        as(data, "kind", String.class),
        as(data, "id", String.class),
        time(data, "injected_ns"),
        maybeTime(data, "healed_ns"),
        load(data, "storm"),
        maybe(data, "longest_unavailability", RecoveryData::outage),
        maybe(data, "first_ok", RecoveryData::back),
        maybe(data, "throughput", RecoveryData::back),
        time(data, "watched_ns"),
        time(data, "measured_ns"));
  }

  private static OfKind kind(Map<?, ?> data) {
    return new OfKind(
        count(data, "injected"),
        count(data, "healed"),
        load(data, "storm"),
        maybe(data, "longest_unavailability", RecoveryData::outage),
        count(data, "returned"),
        maybeTime(data, "first_ok_ns"),
        count(data, "regained"),
        maybeTime(data, "throughput_ns"));
  }

  private static Load load(Map<?, ?> data, String name) {
    Map<?, ?> load = as(data, name, Map.class);
    Optional<Latency> latency =
        load.containsKey("p50_ns")
            ? Optional.of(
                new Latency(
                    time(load, "p50_ns"),
                    time(load, "p95_ns"),
                    time(load, "p99_ns"),
                    time(load, "max_ns")))
            : Optional.empty();
    return new Load(as(load, "operations", Long.class), as(load, "ok", Long.class), latency);
  }

  private static Outage outage(Map<?, ?> data) {
    return new Outage(time(data, "from_ns"), time(data, "to_ns"));
  }

  private static Comeback back(Map<?, ?> data) {
    return new Comeback(time(data, "at_ns"), time(data, "after_ns"), count(data, "index"));
  }

  private static <T> Optional<T> maybe(Map<?, ?> data, String name, Function<Map<?, ?>, T> make) {
    return data.containsKey(name)
        ? Optional.of(make.apply(as(data, name, Map.class)))
        : Optional.empty();
  }

  private static Optional<Duration> maybeTime(Map<?, ?> data, String name) {
    return data.containsKey(name) ? Optional.of(time(data, name)) : Optional.empty();
  }

  private static Duration time(Map<?, ?> data, String name) {
    return Duration.ofNanos(as(data, name, Long.class));
  }

  private static int count(Map<?, ?> data, String name) {
    return Math.toIntExact(as(data, name, Long.class));
  }

  private static <T> T as(Map<?, ?> data, String name, Class<T> kind) {
    return checked(data.get(name), name, kind);
  }

  private static <T> T checked(@Nullable Object value, String name, Class<T> kind) {
    if (!kind.isInstance(value)) {
      throw new IllegalArgumentException(name + " is no " + kind.getSimpleName() + ": " + value);
    }
    return kind.cast(value);
  }
}
