package dev.ordeal.checkers.linearizable.fuzz;

import dev.ordeal.checkers.linearizable.fuzz.Differential.Answer;
import dev.ordeal.checkers.linearizable.fuzz.Differential.Outcome;
import dev.ordeal.checkers.linearizable.fuzz.Differential.Who;
import dev.ordeal.history.History;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Many random histories of one model, each judged by every decider.
 *
 * @param <S> the state of the model
 */
public final class Campaign<S> {

  /** Where the histories come from. */
  public enum Source {
    /** Up to nine operations, which brute force judges as well. */
    SMALL,
    /** Small valid histories with one thing changed. */
    MUTANT,
    /** Small histories that came about by an order. */
    FLAWLESS,
    /** 30 to 300 operations: the deciders judge each other. */
    MIDDLING,
    /** Valid histories of that size with one thing changed. */
    MIDDLING_MUTANT,
    /** Histories of that size that came about by an order. */
    MIDDLING_FLAWLESS;

    boolean isSmall() {
      return this == SMALL || this == MUTANT || this == FLAWLESS;
    }
  }

  private final Subject<S> subject;
  private final Source source;
  private final Differential<S> differential;
  private final int witnessesEvery;
  private final Map<Answer, Long> answers = new EnumMap<>(Answer.class);
  private final Map<Who, Long> unknowns = new EnumMap<>(Who.class);
  private final Map<String, Long> algorithms = new TreeMap<>();
  private long disagreements;

  /** Histories of a subject from a source. */
  public Campaign(Subject<S> subject, Source source) {
    this(subject, source, 1);
  }

  /**
   * The same, but the searches are asked for the witnesses of each so many small histories only.
   */
  public Campaign(Subject<S> subject, Source source, int witnessesEvery) {
    this.witnessesEvery = witnessesEvery;
    this.subject = subject;
    this.source = source;
    this.differential = new Differential<>(subject.model());
  }

  /** Judges the histories of so many seeds; each disagreement is told, with a shrunk history. */
  public Campaign<S> run(long seed, long count, Consumer<String> disagreement) {
    for (long each = seed; each < seed + count; each++) {
      var history = history(each);
      if (history.isPresent()) {
        boolean isFull = !source.isSmall() || each % witnessesEvery == 0;
        var outcome =
            isFull ? judge(history.get()) : differential.smallWithFewerWitnesses(history.get());
        note(outcome);
        if (!outcome.complaints().isEmpty()) {
          disagreement.accept(report(each, history.get(), outcome));
        }
      }
    }
    return this;
  }

  private void note(Outcome outcome) {
    answers.merge(outcome.answer(), 1L, Long::sum);
    outcome.unknowns().forEach(who -> unknowns.merge(who, 1L, Long::sum));
    algorithms.merge(outcome.algorithm(), 1L, Long::sum);
    disagreements += outcome.complaints().isEmpty() ? 0 : 1;
  }

  /** The history of a seed; empty if there is none. */
  public Optional<History> history(long seed) {
    var dice = new Dice(seed);
    return switch (source) {
      case SMALL -> Optional.of(RandomHistory.small(dice, subject));
      case FLAWLESS -> Optional.of(RandomHistory.smallValid(dice, subject));
      case MUTANT -> mutant(dice, RandomHistory.smallValid(dice, subject));
      case MIDDLING -> Optional.of(RandomHistory.middling(dice, subject));
      case MIDDLING_FLAWLESS -> Optional.of(RandomHistory.middlingValid(dice, subject));
      case MIDDLING_MUTANT -> mutant(dice, RandomHistory.middlingValid(dice, subject));
    };
  }

  private Optional<History> mutant(Dice dice, History history) {
    return Mutation.of(dice, history, subject.vocabulary());
  }

  private Outcome judge(History history) {
    if (source.isSmall()) {
      return differential.small(history);
    }
    return source == Source.MIDDLING_FLAWLESS
        ? differential.flawless(history)
        : differential.middling(history);
  }

  private String report(long seed, History history, Outcome outcome) {
    var smallest = Shrinking.shrink(history, shorter -> !judge(shorter).complaints().isEmpty());
    return "%s %s seed %d: %s%n%s%nshrunk: %s%n%s"
        .formatted(
            subject.name(),
            source,
            seed,
            outcome.complaints(),
            source.isSmall() ? history : history.size() + " ops",
            judge(smallest).complaints(),
            smallest);
  }

  /** How many histories got an answer. */
  public long count(Answer answer) {
    return answers.getOrDefault(answer, 0L);
  }

  /** How many histories were judged. */
  public long count() {
    return answers.values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public String toString() {
    return "%-17s %-8s %s by %s, given up %s, DISAGREEMENTS %d"
        .formatted(subject.name(), source, answers, algorithms, unknowns, disagreements);
  }
}
