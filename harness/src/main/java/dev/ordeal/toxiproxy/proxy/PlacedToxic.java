package dev.ordeal.toxiproxy.proxy;

import dev.ordeal.toxiproxy.toxic.Toxic;

/**
 * A toxic of a proxy, with the ordinal its randomness derives from: it was the n-th one created.
 */
record PlacedToxic(Toxic toxic, long ordinal) {}
