package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model.Illegal;
import dev.ordeal.checkers.Model.Step;
import dev.ordeal.checkers.Model.To;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The proof that a few operations have no order, case by case: what must come first, what can come
 * next then, and where it ends. A proof of many lines is counted instead of shown.
 */
final class CaseByCase<S> {
  private static final int MOST_LINES = 10;
  private static final int MOST_COUNTED = 1_000;
  private static final int MOST_RULES = 3;
  static final int MOST_NAMED = 12;

  private record Configuration<S>(long placed, S state) {}

  /** What can come next somewhere: what is legal, and of what must be placed what is not. */
  private record Next<S>(Map<Integer, S> legal, Map<Integer, Illegal<S>> illegal, boolean isFree) {}

  private final Few<S> few;
  private final Wording wording;
  private final List<String> lines = new ArrayList<>();
  private final Set<Configuration<S>> seen = new HashSet<>();
  private final Map<String, Integer> ends = new LinkedHashMap<>();
  private int counted;

  private CaseByCase(Few<S> few, Wording wording) {
    this.few = few;
    this.wording = wording;
  }

  /** Some lines, indented where they stand under a case. */
  static <S> List<String> of(Few<S> few, Wording wording) {
    var proof = new CaseByCase<>(few, wording);
    proof.refute(0, few.initial(), "");
    return proof.lines.size() > MOST_LINES ? proof.summary() : proof.lines;
  }

  private Next<S> next(long placed, S state) {
    Map<Integer, S> legal = new LinkedHashMap<>();
    Map<Integer, Illegal<S>> illegal = new LinkedHashMap<>();
    long candidates = few.next(placed);
    for (int i = 0; i < few.size(); i++) {
      if ((candidates >>> i & 1) == 0) {
        continue;
      }
      Step<S> step = few.step(state, i);
      if (step instanceof To<S> to) {
        boolean isSame = Objects.equals(to.state(), state);
        if (few.isPure(i) && few.isRequired(i) && isSame) {
          return new Next<>(Map.of(i, state), Map.of(), true);
        }
        if (few.isRequired(i) || !isSame) {
          legal.put(i, to.state());
        }
      } else if (step instanceof Illegal<S> one && few.isRequired(i)) {
        illegal.put(i, one);
      }
    }
    return new Next<>(legal, illegal, false);
  }

  private void refute(long placed, S state, String indent) {
    if (lines.size() > MOST_LINES) {
      return;
    }
    if (!seen.add(new Configuration<>(placed, state))) {
      lines.add(indent + "The same operations are left as in a case before: a contradiction.");
      return;
    }
    Next<S> next = next(placed, state);
    String place = placed == 0 ? "first" : "next";
    if (next.legal().isEmpty()) {
      lines.add(indent + deadEnd(next, placed, place));
    } else if (next.legal().size() == 1) {
      next.legal()
          .forEach(
              (one, after) -> {
                lines.add(indent + only(one, next, placed, place));
                refute(placed | 1L << one, after, indent);
              });
    } else {
      branch(next, placed, place, indent);
    }
  }

  private void branch(Next<S> next, long placed, String place, String indent) {
    if (!next.illegal().isEmpty()) {
      lines.add(indent + cannot(next, place) + ".");
    }
    String either = "Either ";
    for (var one : next.legal().entrySet()) {
      lines.add(indent + either + named(one.getKey()) + " comes " + place + ":");
      refute(placed | 1L << one.getKey(), one.getValue(), indent + "  ");
      either = "Or ";
    }
  }

  private String named(int number) {
    return wording.name(number) + (few.isRequired(number) ? "" : ", which nobody saw end,");
  }

  private String only(int one, Next<S> next, long placed, String place) {
    if (next.isFree()) {
      return named(one) + " fits here and changes nothing, so it may as well come " + place + ".";
    }
    if (!next.illegal().isEmpty()) {
      return "Only " + named(one) + " can come " + place + ": " + cannot(next, place) + ".";
    }
    boolean isAlone = (few.required() & ~placed & ~(1L << one)) == 0;
    return isAlone || !few.isRequired(one)
        ? "Only " + named(one) + " is left to come " + place + "."
        : "%s comes %s: it ended (%s) before the others began."
            .formatted(wording.name(one), place, wording.ended(one));
  }

  private String cannot(Next<S> next, String place) {
    return next.illegal().entrySet().stream()
        .map(
            one ->
                "%s cannot come %s, for %s"
                    .formatted(wording.name(one.getKey()), place, one.getValue().because()))
        .collect(Collectors.joining("; "));
  }

  private String deadEnd(Next<S> next, long placed, String place) {
    long later = ~placed & ~few.next(placed);
    var names = new ArrayList<String>();
    for (int i = 0; i < few.size(); i++) {
      if ((later >>> i & 1) != 0) {
        names.add(wording.name(i));
      }
    }
    String rest =
        switch (names.size()) {
          case 0 -> "";
          case 1 -> "; %s began only later".formatted(names.get(0));
          default ->
              "; %s and %s began only later"
                  .formatted(
                      String.join(", ", names.subList(0, names.size() - 1)),
                      names.get(names.size() - 1));
        };
    return cannot(next, place) + rest + ": a contradiction.";
  }

  private List<String> summary() {
    count(0, few.initial());
    var rules = new ArrayList<>(ends.entrySet());
    rules.sort(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()));
    String most =
        rules.stream()
            .limit(MOST_RULES)
            .map(rule -> "%s (%d times)".formatted(rule.getKey(), rule.getValue()))
            .collect(Collectors.joining("; "));
    var summary = new ArrayList<String>();
    if (few.size() <= MOST_NAMED) {
      var names = new ArrayList<String>();
      for (int i = 0; i < few.size(); i++) {
        names.add(named(i).replaceAll(",$", ""));
      }
      summary.add("These cannot be ordered: " + String.join("; ", names) + ".");
    }
    summary.add(
        "All %s ways to order them were tried as far as they go; what ends them, most often: %s%s."
            .formatted(
                counted > MOST_COUNTED ? "(more than " + MOST_COUNTED + ")" : counted,
                most,
                rules.size() > MOST_RULES ? "; ..." : ""));
    return summary;
  }

  /** Counts the orders that are tried, by the rule that the most urgent operation breaks. */
  private void count(long placed, S state) {
    if (counted > MOST_COUNTED) {
      return;
    }
    Next<S> next = next(placed, state);
    next.legal().forEach((one, after) -> count(placed | 1L << one, after));
    if (next.legal().isEmpty()) {
      counted++;
      next.illegal().entrySet().stream()
          .min(Comparator.comparingInt(one -> few.end(one.getKey())))
          .ifPresent(one -> ends.merge(one.getValue().because(), 1, Integer::sum));
    }
  }
}
