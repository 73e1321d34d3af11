package dev.ordeal.checkers.linearizable.fuzz;

import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import dev.ordeal.history.Op.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Changes one thing in a history: an answer, an input, a time, or whether something is there. */
final class Mutation {
  private final Dice dice;
  private final History history;
  private final Vocabulary<?> words;

  private Mutation(Dice dice, History history, Vocabulary<?> words) {
    this.dice = dice;
    this.history = history;
    this.words = words;
  }

  /** A history that differs in one thing, if there is anything to change. */
  static Optional<History> of(Dice dice, History history, Vocabulary<?> words) {
    if (history.size() == 0) {
      return Optional.empty();
    }
    var mutation = new Mutation(dice, history, words);
    return switch (dice.below(6)) {
      case 0 -> mutation.changeAnswer();
      case 1 -> mutation.swapAnswers();
      case 2 -> mutation.drop();
      case 3 -> mutation.changeInput();
      default -> mutation.move();
    };
  }

  private Optional<Op> any(Predicate<Op> which) {
    List<Op> some =
        history
            .clientOps()
            .filter(op -> !op.f().equals(RandomHistory.STRANGER))
            .filter(which)
            .toList();
    return some.isEmpty() ? Optional.empty() : Optional.of(some.get(dice.below(some.size())));
  }

  private Optional<History> with(Op... changed) {
    var ops = new ArrayList<>(history.stream().toList());
    for (Op op : changed) {
      ops.set(op.index(), op);
    }
    return Optional.of(History.of(ops));
  }

  private Optional<History> changeAnswer() {
    return any(op -> op.type() == Type.OK)
        .flatMap(op -> with(op.withValue(words.anyAnswer(dice, history.invocation(op)))));
  }

  private Optional<History> swapAnswers() {
    return any(op -> op.type() == Type.OK)
        .flatMap(
            first ->
                any(op -> op.type() == Type.OK && op.f().equals(first.f()))
                    .flatMap(
                        second ->
                            with(
                                first.withValue(second.value()), second.withValue(first.value()))));
  }

  private Optional<History> drop() {
    return any(op -> op.type() == Type.INVOKE)
        .map(op -> history.filter(other -> other.index() != op.index()));
  }

  private Optional<History> changeInput() {
    return any(op -> op.type() == Type.INVOKE)
        .flatMap(
            op ->
                any(other -> other.type() == Type.INVOKE && other.f().equals(op.f()))
                    .flatMap(other -> with(op.withValue(other.value()))));
  }

  /** Moves a beginning or an end to another place that its process allows. */
  private Optional<History> move() {
    Op moved = any(op -> true).orElse(null);
    if (moved == null) {
      return Optional.empty();
    }
    var ops = new ArrayList<>(history.stream().toList());
    ops.remove(moved.index());
    int from = moved.index();
    while (from > 0 && ops.get(from - 1).process() != moved.process()) {
      from--;
    }
    int to = moved.index();
    while (to < ops.size() && ops.get(to).process() != moved.process()) {
      to++;
    }
    int place = from + dice.below(to - from + 1);
    long earliest = place == 0 ? 0 : ops.get(place - 1).time();
    long latest = place == ops.size() ? earliest + 1 : ops.get(place).time();
    long time = dice.of(earliest, latest, (earliest + latest) / 2);
    ops.add(place, moved.withTime(time));
    return Optional.of(History.of(ops));
  }
}
