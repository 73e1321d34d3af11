package dev.ordeal.systems.service;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a system was told beside its name; each option is asked for once, by its name. */
public final class Options {
  private final Map<String, String> left;
  private final TreeSet<String> known = new TreeSet<>();

  /** The options by name. */
  public Options(Map<String, String> options) {
    left = new TreeMap<>(options);
  }

  /**
   * A time in milliseconds.
   *
   * @throws IllegalArgumentException if it is not a positive number
   */
  public Duration millis(String name, long otherwise) {
    return Duration.ofMillis(positive(name, otherwise, "milliseconds"));
  }

  /**
   * How many of something.
   *
   * @throws IllegalArgumentException if it is not a positive number below 2^31
   */
  public int count(String name, int otherwise) {
    return Math.toIntExact(Math.min(Integer.MAX_VALUE, positive(name, otherwise, "things")));
  }

  private long positive(String name, long otherwise, String of) {
    known.add(name);
    String text = left.remove(name);
    if (text == null) {
      return otherwise;
    }
    try {
      long number = Long.parseLong(text);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Falls through to the one message for both mistakes.
    }
    throw new IllegalArgumentException(
        "the option " + name + " is " + text + ", not a positive number of " + of);
  }

  /**
   * To be called when all that is known was asked for.
   *
   * @throws IllegalArgumentException if something else was given
   */
  public void refuseOthers(String system) {
    if (!left.isEmpty()) {
      throw new IllegalArgumentException(
          "no option is called "
              + left.keySet().iterator().next()
              + "; "
              + system
              + " has "
              + String.join(", ", known));
    }
  }
}
