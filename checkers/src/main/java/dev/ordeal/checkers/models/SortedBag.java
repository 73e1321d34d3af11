package dev.ordeal.checkers.models;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An immutable bag of values in their order; a value may be in it several times.
 *
 * <p>A treap (Seidel and Aragon, 1996) whose heap order is by the mixed hash of the values: equal
 * bags then have the same shape, so they are compared part by part, and parts that they share not
 * at all. Steps cost logarithmic time in the mean.
 */
public final class SortedBag {
  private final Comparator<Object> order;
  private final @Nullable Node root;

  private record Node(
      Object value, int count, int size, int hash, @Nullable Node left, @Nullable Node right) {

    static Node of(Object value, int count, @Nullable Node left, @Nullable Node right) {
      int size = count + (left == null ? 0 : left.size) + (right == null ? 0 : right.size);
      int hash =
          count * mixed(value) + (left == null ? 0 : left.hash) + (right == null ? 0 : right.hash);
      return new Node(value, count, size, hash, left, right);
    }

    private static int mixed(Object value) {
      int hash = value.hashCode() * 0x9E3779B9;
      hash = (hash ^ hash >>> 15) * 0x85EBCA6B;
      return hash ^ hash >>> 13;
    }

    /** Whether it stands above a value: by the mixed hash, and where that is equal by order. */
    boolean isAbove(Object other, Comparator<Object> order) {
      int byHash = Integer.compare(mixed(value), mixed(other));
      return byHash > 0 || byHash == 0 && order.compare(value, other) < 0;
    }
  }

  private SortedBag(Comparator<Object> order, @Nullable Node root) {
    this.order = order;
    this.root = root;
  }

  /** The bag that holds nothing; the order must be consistent with equals. */
  static SortedBag empty(Comparator<Object> order) {
    return new SortedBag(order, null);
  }

  /** Whether it holds nothing. */
  public boolean isEmpty() {
    return root == null;
  }

  /**
   * The first value in order.
   *
   * @throws IllegalStateException if the bag is empty
   */
  public Object first() {
    if (root == null) {
      throw new IllegalStateException("an empty bag has no first value: ask isEmpty first");
    }
    Node node = root;
    while (node.left != null) {
      node = node.left;
    }
    return node.value;
  }

  /** This bag with a value once more. */
  SortedBag with(Object value) {
    return new SortedBag(order, with(root, value));
  }

  private Node with(@Nullable Node node, Object value) {
    if (node == null) {
      return Node.of(value, 1, null, null);
    }
    int side = order.compare(value, node.value);
    if (side == 0) {
      return Node.of(node.value, node.count + 1, node.left, node.right);
    }
    if (side < 0) {
      Node left = with(node.left, value);
      return left.isAbove(node.value, order)
          ? Node.of(
              left.value,
              left.count,
              left.left,
              Node.of(node.value, node.count, left.right, node.right))
          : Node.of(node.value, node.count, left, node.right);
    }
    Node right = with(node.right, value);
    return right.isAbove(node.value, order)
        ? Node.of(
            right.value,
            right.count,
            Node.of(node.value, node.count, node.left, right.left),
            right.right)
        : Node.of(node.value, node.count, node.left, right);
  }

  /** This bag with its first value once less; an empty one stays empty. */
  SortedBag withoutFirst() {
    return root == null ? this : new SortedBag(order, withoutFirst(root));
  }

  private static @Nullable Node withoutFirst(Node node) {
    if (node.left != null) {
      return Node.of(node.value, node.count, withoutFirst(node.left), node.right);
    }
    return node.count > 1 ? Node.of(node.value, node.count - 1, null, node.right) : node.right;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SortedBag that && areEqual(root, that.root);
  }

  private static boolean areEqual(@Nullable Node one, @Nullable Node two) {
    if (one == two) {
      return true;
    }
    return one != null
        && two != null
        && one.hash == two.hash
        && one.size == two.size
        && one.count == two.count
        && one.value.equals(two.value)
        && areEqual(one.left, two.left)
        && areEqual(one.right, two.right);
  }

  @Override
  public int hashCode() {
    return root == null ? 0 : root.hash;
  }

  @Override
  public String toString() {
    var values = new ArrayList<Object>();
    collect(root, values);
    return values.toString();
  }

  private static void collect(@Nullable Node node, List<Object> values) {
    if (node != null) {
      collect(node.left, values);
      for (int i = 0; i < node.count; i++) {
        values.add(node.value);
      }
      collect(node.right, values);
    }
  }
}
