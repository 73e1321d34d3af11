package dev.ordeal.systems.commit;

import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.port.MalformedBodyException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The name of a transaction, as in {@code n1.3.42}: a restarted coordinator remembers no number,
 * and yet never gives a name twice, for it counts its lives on disk.
 *
 * @param coordinator who made the name, and decides
 * @param life in which of its lives
 * @param number counted from 1 in each life
 */
record TxnId(String coordinator, long life, long number) {

  /**
   * The name in a body's field {@code txn}.
   *
   * @throws MalformedBodyException if there is none
   */
  static TxnId in(Map<String, @Nullable Object> body) {
    return parse(Bodies.text(body, "txn"));
  }

  static TxnId parse(String text) {
    int second = text.lastIndexOf('.');
    int first = second < 0 ? -1 : text.lastIndexOf('.', second - 1);
    try {
      if (first > 0) {
        return new TxnId(
            text.substring(0, first),
            Long.parseLong(text.substring(first + 1, second)),
            Long.parseLong(text.substring(second + 1)));
      }
    } catch (NumberFormatException e) {
      // Falls through to the one message for all mistakes.
    }
    throw new MalformedBodyException("'" + text + "' names no transaction: NODE.LIFE.NUMBER");
  }

  /** Within it, numbers are given once: what a replay window is kept for. */
  String session() {
    return coordinator + "." + life;
  }

  /** Whether this one was begun after another one of the same coordinator. */
  boolean isAfter(TxnId other) {
    return life != other.life ? life > other.life : number > other.number;
  }

  @Override
  public String toString() {
    return session() + "." + number;
  }
}
