package dev.ordeal.toxiproxy.toxic;

/**
 * One setting of a type of toxic.
 *
 * @param name as the API writes it
 * @param fraction whether it may have decimals; otherwise it is a whole number of 64 bits
 */
public record Attribute(String name, boolean fraction) {
  static Attribute whole(String name) {
    return new Attribute(name, false);
  }

  static Attribute fraction(String name) {
    return new Attribute(name, true);
  }
}
