package dev.ordeal.nemesis.internal;

import dev.ordeal.harness.cluster.Network.Cut;
import dev.ordeal.nemesis.Choice;
import dev.ordeal.nemesis.Fault;
import dev.ordeal.nemesis.Mix;
import dev.ordeal.nemesis.Rolling;
import dev.ordeal.nemesis.Shape;
import dev.ordeal.nemesis.Targets;
import dev.ordeal.nemesis.internal.PlanScanner.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads which faults a plan means. */
final class FaultParser {
  private final PlanScanner scanner;

  FaultParser(PlanScanner scanner) {
    this.scanner = scanner;
  }

  /** A fault, or one of several. */
  Choice choice() {
    var first = scanner.peek();
    if (scanner.takeIf("rolling")) {
      return located(first.at(), () -> new Rolling(fault()));
    }
    return Quotes.isNumber(first.text()) && first.kind() == Kind.WORD ? mix() : fault();
  }

  private Mix mix() {
    var parts = new ArrayList<Mix.Part>();
    do {
      int at = scanner.peek().at();
      var weight = scanner.take();
      if (!weight.text().matches("\\d{1,9}")) {
        throw scanner.failure(at, "a weight is a whole number");
      }
      scanner.expect("x");
      parts.add(located(at, () -> new Mix.Part(Integer.parseInt(weight.text()), fault())));
    } while (scanner.takeIf("or"));
    return new Mix(parts);
  }

  Fault fault() {
    var name = scanner.peek();
    if (!name.isText()
        || name.kind() == Kind.WORD && !Quotes.word(name.text()).equals(name.text())) {
      throw scanner.unexpected("a fault, as one of " + Forms.known() + ",");
    }
    scanner.take();
    var form = Forms.of(name.text());
    var aim = new LinkedHashMap<String, String>();
    if (scanner.second().is("=")) {
      while (scanner.peek().isText() && scanner.second().is("=")) {
        var key = scanner.take().text();
        scanner.expect("=");
        aim.put(key, value(key));
      }
    } else if (form.isPresent()) {
      aim.putAll(values(form.get().keys()));
    }
    boolean isKnown = form.isPresent() || scanner.peek().is("undone");
    if (!isKnown) {
      throw scanner.failure(
          name.at(),
          "no fault is called %s; there are %s, and others as 'name key=value undone by heal'"
              .formatted(name.text(), Forms.known()));
    }
    if (!isOver()) {
      throw scanner.unexpected("the end of the fault " + name.text());
    }
    return new Fault(name.text(), heal(form), aim);
  }

  private Map<String, String> values(List<String> keys) {
    var aim = new LinkedHashMap<String, String>();
    for (String key : keys) {
      if (!isOver()) {
        aim.put(key, value(key));
      }
    }
    return aim;
  }

  private boolean isOver() {
    var next = scanner.peek();
    return !next.isText() || next.is("or") || next.is("undone");
  }

  private String heal(Optional<Forms.Form> form) {
    if (scanner.takeIf("undone")) {
      scanner.expect("by");
      return text("the function that heals it");
    }
    return form.orElseThrow().heal();
  }

  String text(String what) {
    if (!scanner.peek().isText()) {
      throw scanner.unexpected(what);
    }
    return scanner.take().text();
  }

  /** A word, a string, a number, or a number with its unit. */
  private String value(String key) {
    var token = scanner.peek();
    var text = text("the " + key + " of the fault");
    if (token.kind() == Kind.WORD && Quotes.isNumber(text)) {
      var unit = scanner.peek();
      if (unit.kind() == Kind.WORD && Quotes.UNITS.contains(unit.text())) {
        return text + " " + scanner.take().text();
      }
    }
    located(token.at(), () -> checked(key, text));
    return text;
  }

  /** What can be told wrong before there is a cluster is told here. */
  private static Object checked(String key, String text) {
    return switch (key) {
      case "shape" -> Shape.of(text);
      case "targets" -> Targets.of(text);
      case "cut" -> cut(text);
      default -> text;
    };
  }

  private static Cut cut(String text) {
    try {
      return Cut.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      throw new IllegalArgumentException(
          "a cut is blackhole or refuse, not '" + text + "'", unknown);
    }
  }

  /** What is refused is refused at its place. */
  <T> T located(int at, Supplier<T> made) {
    try {
      return made.get();
    } catch (PlanScanner.PlanTextException named) {
      throw named;
    } catch (IllegalArgumentException refused) {
      throw scanner.failure(at, String.valueOf(refused.getMessage()));
    }
  }
}
