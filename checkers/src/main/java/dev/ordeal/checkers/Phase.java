package dev.ordeal.checkers;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A part of a trial, as its faults divide it: where an operation that is expected to succeed must
 * have begun.
 *
 * @param part which part
 * @param kind for {@link Part#DURING}, the function that injects the fault in question; empty for
 *     any fault
 */
public record Phase(Part part, String kind) {

  /** The parts; an operation belongs to all that its beginning lies in. */
  public enum Part {
    /** The whole trial. */
    ANYTIME("ever ok"),
    /** Before the first fault was injected. */
    BEFORE("ok before the first fault"),
    /** While a fault was in force; an operation must end there, too. */
    DURING("ok during a fault"),
    /** When a fault had come and gone, and no fault was in force. */
    AFTER("ok after a fault was healed"),
    /** After everything was healed, when the final generator runs. */
    END("ok in the end, after everything was healed");

    /** How a gap ends when no operation lay in the phase at all. */
    public static final String UNTRIED = ": nobody tried.";

    private final String words;

    Part(String words) {
      this.words = words;
    }

    /** The part that a gap in the evidence is about; empty if it is about something else. */
    public static Optional<Part> of(String gap) {
      return Stream.of(values())
          .filter(part -> gap.contains(" was " + part.words))
          .filter(part -> part != ANYTIME || gap.endsWith(UNTRIED))
          .findFirst()
          .or(() -> gap.contains(" was " + DURING_KIND) ? Optional.of(DURING) : Optional.empty());
    }
  }

  private static final String DURING_KIND = "ok during ";

  /** The whole trial. */
  public static final Phase ANYTIME = new Phase(Part.ANYTIME, "");

  /** Before the first fault. */
  public static final Phase BEFORE = new Phase(Part.BEFORE, "");

  /** While any fault was in force. */
  public static final Phase DURING = new Phase(Part.DURING, "");

  /** In the calm after a fault. */
  public static final Phase AFTER = new Phase(Part.AFTER, "");

  /** After everything was healed. */
  public static final Phase END = new Phase(Part.END, "");

  /** Refuses a kind where it means nothing. */
  public Phase {
    if (part != Part.DURING && !kind.isEmpty()) {
      throw new IllegalArgumentException("only DURING takes a kind of fault, not " + part);
    }
  }

  /** While a fault of this kind was in force. */
  public static Phase during(String kind) {
    return new Phase(Part.DURING, kind);
  }

  /** The word that {@link #of} takes: {@code anytime}, {@code during}, {@code during kill}. */
  public String word() {
    var word = part.name().toLowerCase(Locale.ROOT);
    return kind.isEmpty() ? word : word + " " + kind;
  }

  /**
   * The phase that prints as this word.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Phase of(String word) {
    int space = word.indexOf(' ');
    var name = space < 0 ? word : word.substring(0, space);
    for (Part part : Part.values()) {
      if (part.name().toLowerCase(Locale.ROOT).equals(name)) {
        return new Phase(part, space < 0 ? "" : word.substring(space + 1));
      }
    }
    throw new IllegalArgumentException("no phase is called " + word);
  }

  /** As the end of a sentence: {@code ok during kill}. */
  String words() {
    return kind.isEmpty() ? part.words : DURING_KIND + kind;
  }
}
