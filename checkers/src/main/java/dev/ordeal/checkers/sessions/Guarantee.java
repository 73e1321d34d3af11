package dev.ordeal.checkers.sessions;

import java.util.Locale;

/**
 * The four session guarantees of Terry et al., each as what it asks of the order of a key's
 * versions. What a session wrote or read so far must not be newer than what it reads next, and must
 * be older than what it writes next.
 *
 * @see <a href="https://doi.org/10.1109/PDIS.1994.331722">Session guarantees for weakly consistent
 *     replicated data, 1994</a>
 */
public enum Guarantee {
  /** What a session reads is not older than what it wrote before. */
  READ_YOUR_WRITES("wrote", "read"),
  /** What a session reads is not older than what it read before. */
  MONOTONIC_READS("read", "read"),
  /** What a session writes is newer than what it wrote before. */
  MONOTONIC_WRITES("wrote", "wrote"),
  /** What a session writes is newer than what it read before. */
  WRITES_FOLLOW_READS("read", "wrote");

  private final String first;
  private final String second;

  Guarantee(String first, String second) {
    this.first = first;
    this.second = second;
  }

  /** Its name in kebab case: {@code read-your-writes}. */
  public String kebab() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What the session did first, of the two things that this guarantee binds. */
  String first() {
    return first;
  }

  /** What the session did second, of the two things that this guarantee binds. */
  String second() {
    return second;
  }

  /** Whether a version may not even equal the one before it. */
  boolean isStrict() {
    return second.equals("wrote");
  }

  /** The set of this guarantee alone, as bits. */
  int bit() {
    return 1 << ordinal();
  }
}
