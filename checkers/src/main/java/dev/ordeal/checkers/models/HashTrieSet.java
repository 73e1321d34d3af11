package dev.ordeal.checkers.models;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An immutable set of values with value equality that shares most of itself with the set it was
 * made from, so that a state of a million elements leads to the next in a few steps: a hash trie
 * (Bagwell, "Ideal hash trees", 2001).
 *
 * <p>A node has a place for each of 32 parts of the hashes below it and keeps those that are taken:
 * an element, a deeper node, or, where all bits of the hash are used up, the elements that share
 * it. The shape depends on the elements alone, up to the order of those that share a hash.
 */
public final class HashTrieSet {
  private static final int BITS = 5;
  private static final HashTrieSet EMPTY = new HashTrieSet(new Node(0, new Object[0]), 0, 0);

  /** What is taken of 32 places; the places in their order. */
  private record Node(int taken, @Nullable Object[] places) {}

  /** Elements whose hashes are equal in all bits. */
  private record Alike(@Nullable Object[] elements) {}

  private final Node root;
  private final int size;
  private final int hash;

  private HashTrieSet(Node root, int size, int hash) {
    this.root = root;
    this.size = size;
    this.hash = hash;
  }

  /** The set without elements. */
  public static HashTrieSet empty() {
    return EMPTY;
  }

  /** How many elements there are. */
  public int size() {
    return size;
  }

  /** Whether something is an element. */
  public boolean contains(@Nullable Object element) {
    int rest = spread(element);
    Node node = root;
    while (true) {
      int bit = 1 << rest;
      if ((node.taken & bit) == 0) {
        return false;
      }
      Object place = node.places[index(node, bit)];
      if (place instanceof Alike alike) {
        return Arrays.asList(alike.elements).contains(element);
      }
      if (!(place instanceof Node deeper)) {
        return Objects.equals(place, element);
      }
      node = deeper;
      rest >>>= BITS;
    }
  }

  /** The set with one more element, or this very set if it is there already. */
  public HashTrieSet with(@Nullable Object element) {
    Node more = with(root, element, spread(element), 0);
    return more == root ? this : new HashTrieSet(more, size + 1, hash + Objects.hashCode(element));
  }

  private static Node with(Node node, @Nullable Object element, int hash, int shift) {
    int bit = 1 << (hash >>> shift);
    int at = index(node, bit);
    if ((node.taken & bit) == 0) {
      var places = new @Nullable Object[node.places.length + 1];
      System.arraycopy(node.places, 0, places, 0, at);
      places[at] = element;
      System.arraycopy(node.places, at, places, at + 1, node.places.length - at);
      return new Node(node.taken | bit, places);
    }
    Object before = node.places[at];
    Object after = replaced(before, element, hash, shift);
    if (after == before) {
      return node;
    }
    var places = node.places.clone();
    places[at] = after;
    return new Node(node.taken, places);
  }

  private static @Nullable Object replaced(
      @Nullable Object place, @Nullable Object element, int hash, int shift) {
    if (place instanceof Node deeper) {
      return with(deeper, element, hash, shift + BITS);
    }
    if (place instanceof Alike alike) {
      return Arrays.asList(alike.elements).contains(element) ? alike : longer(alike, element);
    }
    if (Objects.equals(place, element)) {
      return place;
    }
    if (shift + BITS >= Integer.SIZE) {
      return new Alike(new @Nullable Object[] {place, element});
    }
    Node pair = with(new Node(0, new Object[0]), place, spread(place), shift + BITS);
    return with(pair, element, hash, shift + BITS);
  }

  private static Alike longer(Alike alike, @Nullable Object element) {
    var elements = Arrays.copyOf(alike.elements, alike.elements.length + 1);
    elements[alike.elements.length] = element;
    return new Alike(elements);
  }

  private static int index(Node node, int bit) {
    return Integer.bitCount(node.taken & bit - 1);
  }

  private static int spread(@Nullable Object element) {
    int mixed = Objects.hashCode(element) * 0x9E3779B9;
    return mixed ^ mixed >>> 16;
  }

  /** All elements, in no order that means anything. */
  public List<@Nullable Object> toList() {
    var all = new ArrayList<@Nullable Object>(size);
    collect(root, all);
    return all;
  }

  private static void collect(@Nullable Object part, List<@Nullable Object> all) {
    if (part instanceof Node node) {
      Arrays.stream(node.places).forEach(place -> collect(place, all));
    } else if (part instanceof Alike alike) {
      all.addAll(Arrays.asList(alike.elements));
    } else {
      all.add(part);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HashTrieSet that
        && size == that.size
        && hash == that.hash
        && contains(root, that);
  }

  private static boolean contains(@Nullable Object part, HashTrieSet whole) {
    if (part instanceof Node node) {
      return Arrays.stream(node.places).allMatch(place -> contains(place, whole));
    }
    return part instanceof Alike alike
        ? Arrays.stream(alike.elements).allMatch(whole::contains)
        : whole.contains(part);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return size + " elements";
  }
}
