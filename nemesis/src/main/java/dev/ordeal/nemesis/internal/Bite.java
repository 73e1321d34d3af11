package dev.ordeal.nemesis.internal;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Whether a fault was seen to bite, by a probe and not by the word of who injected it.
 *
 * @param bit whether it was
 * @param how what the probe saw, in words
 */
record Bite(boolean bit, String how) {

  /** All of several; of none, nothing was seen. */
  static Bite all(List<Bite> bites) {
    return new Bite(!bites.isEmpty() && bites.stream().allMatch(Bite::bit), words(bites));
  }

  /** One of several suffices. */
  static Bite any(List<Bite> bites) {
    return new Bite(bites.stream().anyMatch(Bite::bit), words(bites));
  }

  private static String words(List<Bite> bites) {
    return bites.stream().map(Bite::how).distinct().collect(Collectors.joining("; "));
  }
}
