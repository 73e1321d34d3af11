package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says in sentences why a witness has no order: as a cycle where its model is a register and all
 * writes differ ({@link RegisterCycle}), else case by case ({@link CaseByCase}).
 */
public final class Argument {

  private Argument() {}

  /** A sentence per step, indented where it stands under a case. */
  public static <S> List<String> of(Problem problem, Model<S> model, int[] witness) {
    if (witness.length > Few.MOST) {
      return List.of();
    }
    var few = new Few<>(problem, model, witness);
    var first = new Wording(few);
    Optional<List<String>> cycle = RegisterCycle.of(few, model, first);
    var wording = cycle.isPresent() ? first : new Wording(few);
    var argument = new ArrayList<>(cycle.orElseGet(() -> CaseByCase.of(few, wording)));
    if (few.size() <= CaseByCase.MOST_NAMED) {
      for (int one : wording.unmentioned()) {
        argument.add(wording.name(one) + " changes nothing of that, whenever it happened.");
      }
    }
    return argument;
  }
}
