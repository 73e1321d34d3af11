package dev.ordeal.nemesis.internal;

import dev.ordeal.history.Op;
import dev.ordeal.nemesis.Fault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How the kinds of faults are written: {@code partition halves refuse}. What has no form here, or
 * aims at more than its form says, is written with its keys: {@code partition shape=halves}.
 */
public final class Forms {
  private static final Map<String, Form> FORMS = new LinkedHashMap<>();

  /**
   * How one kind is written.
   *
   * @param heal the function that heals it
   * @param keys of its aim, in the order of their values; those at the end may be missing
   */
  record Form(String heal, List<String> keys) {}

  static {
    form("partition", "heal-partition", "shape", "cut");
    form("slow", "heal-slow", "shape", "latency", "jitter");
    form("narrow", "heal-narrow", "shape", "width");
    form("reset", "heal-reset", "shape");
    form("kill", "restart", "targets");
    form("pause", "resume", "targets");
    form("stop", "start", "targets");
    form("bounce", "end-bounce", "targets");
    form("crash-loop", "end-crash-loop", "targets");
    form("rolling-restart", "end-rolling-restart", "targets");
    form("power-loss", "restore-power", "targets");
    form("torn-write", "restart-after-tear", "targets");
    form("flip-bytes", "mend-bytes", "targets", "bytes");
    form("full-disk", "free-disk", "targets");
    form("slow-sync", "hasten-sync", "targets", "sync");
    form("fail-sync", "mend-sync", "targets");
    form("starve-cpu", "feed-cpu", "targets", "share");
    form("starve-memory", "feed-memory", "targets", "left");
    form("starve-files", "feed-files", "targets", "left");
    form("stall", "end-stall", "targets", "for");
    form("exhaust-heap", "release-heap", "targets");
    form("bump-clock", "unbump-clock", "targets", "offset");
    form("strobe-clock", "unstrobe-clock", "targets", "offset", "interval");
    form("skew-clock", "unskew-clock", "targets", "rate");
    form("leave", "rejoin", "targets");
    form("join", "unjoin", "targets");
    form("replace", "join-new", "targets");
  }

  private Forms() {}

  private static void form(String inject, String heal, String... keys) {
    FORMS.put(inject, new Form(heal, List.of(keys)));
  }

  static Optional<Form> of(String inject) {
    return Optional.ofNullable(FORMS.get(inject));
  }

  static Set<String> known() {
    return FORMS.keySet();
  }

  /** A fault as a plan writes it. */
  public static String words(Fault fault) {
    var form = FORMS.get(fault.inject());
    boolean isKnown = form != null && form.heal.equals(fault.heal());
    int given = fault.aim().size();
    boolean isPlain =
        form != null
            && isKnown
            && given <= form.keys.size()
            && fault.aim().keySet().equals(Set.copyOf(form.keys.subList(0, given)));
    var words = new ArrayList<String>();
    words.add(Quotes.word(fault.inject()));
    if (form != null && isPlain) {
      form.keys
          .subList(0, given)
          .forEach(key -> words.add(Quotes.value(fault.aim().getOrDefault(key, ""))));
    } else {
      new TreeMap<>(fault.aim())
          .forEach((key, value) -> words.add(Quotes.word(key) + "=" + Quotes.value(value)));
    }
    if (!isKnown) {
      words.add("undone by " + Quotes.word(fault.heal()));
    }
    return words.stream().collect(Collectors.joining(" "));
  }

  /** The fault that an injection injects, if it is one of a known kind. */
  public static Optional<Fault> fault(Op op) {
    return Optional.ofNullable(FORMS.get(op.f()))
        .map(form -> new Fault(op.f(), form.heal, aim(op)));
  }

  private static Map<String, String> aim(Op op) {
    var aim = new LinkedHashMap<String, String>();
    if (op.value() instanceof Map<?, ?> value) {
      value.forEach(
          (key, one) -> {
            if (key instanceof String name && one instanceof String text && !name.equals("id")) {
              aim.put(name, text);
            }
          });
    }
    return aim;
  }
}
