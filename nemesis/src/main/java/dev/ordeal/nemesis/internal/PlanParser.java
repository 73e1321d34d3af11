package dev.ordeal.nemesis.internal;

import dev.ordeal.history.History;
import dev.ordeal.history.MalformedHistoryException;
import dev.ordeal.history.Op;
import dev.ordeal.nemesis.Cycle;
import dev.ordeal.nemesis.Phases;
import dev.ordeal.nemesis.Plan;
import dev.ordeal.nemesis.Rhythm;
import dev.ordeal.nemesis.Script;
import dev.ordeal.nemesis.Sequence;
import dev.ordeal.nemesis.Swizzle;
import dev.ordeal.nemesis.Targets;
import dev.ordeal.nemesis.Together;
import dev.ordeal.nemesis.Trigger;
import dev.ordeal.nemesis.Triggered;
import dev.ordeal.nemesis.internal.PlanScanner.Kind;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Reads the text of a plan.
 *
 * <pre>
 *   plan     = sequence { "; and" sequence }
 *   sequence = item { "; then" item }
 *   item     = "(" plan ")" | "no faults" | "phases" { "[" word time [ ":" plan ] "]" }
 *            | ( "when" | "whenever" ) trigger [ ", after" time ] ":" item
 *            | "swizzle" fault ", a step of" time "every" time [ "after" time ] [ "for" time ]
 *            | "script [" lines in the notation of histories "]"
 *            | choice [ "," rhythm ]
 *   choice   = fault | "rolling" fault | number "x" fault { "or" number "x" fault }
 *   rhythm   = [ time "of" ] "every" time [ "after" time ] [ "for" time ]
 *                                         [ ", flapping" time "on" time "off" ]
 *            | "about" time "with gaps of about" time [ "after" time ] [ "for" time ]
 *            | "once for" time [ "after" time ]
 *   fault    = word { value | word "=" value } [ "undone by" word ]
 *   trigger  = word "logs" string | "there is a leader" | "the leader changes"
 *            | [ number ] ( "invoke" | "ok" | "fail" | "info" ) word
 *   time     = number ( "ns" | "us" | "ms" | "s" | "min" | "h" )
 * </pre>
 */
public final class PlanParser {
  private static final BigDecimal MOST = BigDecimal.valueOf(Plan.FOREVER.toNanos());
  private static final Map<String, Long> NANOS =
      Map.of(
          "ns",
          1L,
          "us",
          1_000L,
          "ms",
          1_000_000L,
          "s",
          1_000_000_000L,
          "min",
          60_000_000_000L,
          "h",
          3_600_000_000_000L);

  private static final Pattern TIME = Pattern.compile("(\\d{1,18}(?:\\.\\d{1,9})?)([a-z]*)");

  private final PlanScanner scanner;
  private final FaultParser faults;

  private PlanParser(String text) {
    scanner = new PlanScanner(text);
    faults = new FaultParser(scanner);
  }

  /** The plan that a text says. */
  public static Plan parse(String text) {
    var parser = new PlanParser(text);
    var plan = parser.plan();
    parser.expectEnd("'; and', '; then' or the end");
    return plan;
  }

  /** The trigger that words say. */
  public static Trigger trigger(String words) {
    var parser = new PlanParser(words);
    var trigger = parser.trigger();
    parser.expectEnd("the end");
    return trigger;
  }

  private void expectEnd(String wanted) {
    if (scanner.peek().kind() != Kind.END) {
      throw scanner.unexpected(wanted);
    }
  }

  private Plan plan() {
    var plans = joined("and", this::sequence);
    return plans.size() == 1 ? plans.get(0) : new Together(plans);
  }

  private Plan sequence() {
    var plans = joined("then", this::item);
    return plans.size() == 1 ? plans.get(0) : new Sequence(plans);
  }

  private List<Plan> joined(String by, Supplier<Plan> part) {
    var plans = new ArrayList<Plan>();
    plans.add(part.get());
    while (scanner.peek().is(";") && scanner.second().is(by)) {
      scanner.expect(";", by);
      plans.add(part.get());
    }
    return plans;
  }

  private Plan item() {
    var first = scanner.peek();
    if (first.is("(")) {
      scanner.take();
      var plan = plan();
      scanner.expect(")");
      return plan;
    }
    return faults.located(
        first.at(),
        () ->
            switch (first.kind() == Kind.WORD ? first.text() : "") {
              case "no" -> calm();
              case "phases" -> phases();
              case "when", "whenever" -> triggered();
              case "swizzle" -> swizzle();
              case "script" -> script();
              default -> cycle();
            });
  }

  private Plan calm() {
    scanner.expect("no", "faults");
    return Plan.calm();
  }

  private Cycle cycle() {
    var plan = Plan.of(faults.choice());
    if (!scanner.takeIf(",")) {
      return plan;
    }
    int at = scanner.peek().at();
    return faults.located(at, () -> new Cycle(plan.what(), rhythm()));
  }

  private Rhythm rhythm() {
    if (scanner.takeIf("once")) {
      scanner.expect("for");
      var lasting = time();
      return new Rhythm.Once(afterOr(Duration.ZERO), lasting);
    }
    if (scanner.takeIf("about")) {
      var length = time();
      scanner.expect("with", "gaps", "of", "about");
      var gap = time();
      return new Rhythm.Poisson(afterOr(Duration.ZERO), gap, length, during());
    }
    return steady();
  }

  private Rhythm steady() {
    boolean isHalf = scanner.takeIf("every");
    var lasting = time();
    if (!isHalf) {
      scanner.expect("of", "every");
    }
    var period = isHalf ? lasting : time();
    var calm = afterOr(period.dividedBy(2));
    var steady = new Rhythm.Steady(calm, isHalf ? period.dividedBy(2) : lasting, period, during());
    if (!scanner.peek().is(",") || !scanner.second().is("flapping")) {
      return steady;
    }
    scanner.expect(",", "flapping");
    var on = time();
    scanner.expect("on");
    var off = time();
    scanner.expect("off");
    return new Rhythm.Flapping(steady, on, off);
  }

  private Duration afterOr(Duration other) {
    return scanner.takeIf("after") ? time() : other;
  }

  private Duration during() {
    return scanner.takeIf("for") ? time() : Plan.FOREVER;
  }

  private Swizzle swizzle() {
    scanner.expect("swizzle");
    var fault = faults.fault();
    scanner.expect(",", "a", "step", "of");
    var step = time();
    scanner.expect("every");
    var period = time();
    return new Swizzle(fault, step, afterOr(period.dividedBy(2)), period, during());
  }

  private Phases phases() {
    scanner.expect("phases");
    var phases = new ArrayList<Phases.Phase>();
    do {
      scanner.expect("[");
      var name = faults.text("the name of a phase");
      var length = time();
      phases.add(new Phases.Phase(name, length, scanner.takeIf(":") ? plan() : Plan.calm()));
      scanner.expect("]");
    } while (scanner.peek().is("["));
    return new Phases(phases);
  }

  private Triggered triggered() {
    boolean repeats = scanner.take().is("whenever");
    var trigger = trigger();
    var delay = Duration.ZERO;
    if (scanner.takeIf(",")) {
      scanner.expect("after");
      delay = time();
    }
    scanner.expect(":");
    return new Triggered(trigger, delay, item(), repeats);
  }

  private Trigger trigger() {
    var first = scanner.peek();
    return faults.located(first.at(), this::triggerHere);
  }

  private Trigger triggerHere() {
    if (scanner.second().is("logs")) {
      var nodes = faults.text("all, or the names of nodes");
      scanner.expect("logs");
      return new Trigger.OnLog(Targets.of(nodes), faults.text("a regular expression in quotes"));
    }
    if (scanner.takeIf("there")) {
      scanner.expect("is", "a", "leader");
      return Trigger.leader();
    }
    if (scanner.takeIf("the")) {
      scanner.expect("leader", "changes");
      return Trigger.newLeader();
    }
    long count = scanner.peek().text().matches("\\d{1,18}") ? Long.parseLong(take()) : 1;
    for (var type : Op.Type.values()) {
      if (scanner.takeIf(type.name().toLowerCase(java.util.Locale.ROOT))) {
        return new Trigger.OnOps(count, type, faults.text("the function of an op, or *"));
      }
    }
    throw scanner.unexpected(
        "'ok' and the function of an op, 'n1 logs \"...\"', 'there is a leader' or 'the leader"
            + " changes'");
  }

  private String take() {
    return scanner.take().text();
  }

  private Script script() {
    scanner.expect("script", "[");
    var steps = new ArrayList<Op>();
    while (!scanner.peek().is("]")) {
      int at = scanner.peek().at();
      if (scanner.isAtEnd()) {
        throw scanner.unexpected("']' on a line of its own");
      }
      var line = scanner.takeLine();
      if (!line.isBlank()) {
        steps.add(step(at, line));
      }
    }
    scanner.expect("]");
    return new Script(steps);
  }

  private Op step(int at, String line) {
    try {
      var op = History.parse(line).get(0);
      if (op.isNemesis() && op.type() == Op.Type.INVOKE) {
        return op;
      }
      throw scanner.failure(at, "an invocation by the nemesis is wanted, not " + op);
    } catch (MalformedHistoryException | IndexOutOfBoundsException malformed) {
      throw scanner.failure(at, String.valueOf(malformed.getMessage()));
    }
  }

  /** A number and its unit, with a space between them or without. */
  private Duration time() {
    var token = scanner.peek();
    var matcher = TIME.matcher(token.text());
    if (token.kind() != Kind.WORD || !matcher.matches()) {
      throw scanner.unexpected("a time, like 1200 ms or 2 s,");
    }
    scanner.take();
    var unit = matcher.group(2);
    if (unit.isEmpty()) {
      unit = scanner.peek().kind() == Kind.WORD ? scanner.peek().text() : "";
    }
    var factor = NANOS.get(unit);
    if (factor == null) {
      throw scanner.unexpected("a unit of time (ns, us, ms, s, min or h)");
    }
    if (matcher.group(2).isEmpty()) {
      scanner.take();
    }
    var nanos = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(factor));
    if (nanos.compareTo(MOST) > 0) {
      throw scanner.failure(token.at(), "no plan lasts longer than a year");
    }
    return Duration.ofNanos(nanos.longValue());
  }
}
