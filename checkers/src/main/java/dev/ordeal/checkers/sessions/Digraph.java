package dev.ordeal.checkers.sessions;

import java.util.Arrays;

/** A directed graph in arrays, for millions of vertices; each edge is of a kind below 32. */
final class Digraph {
  static final int NONE = -1;

  private final int[] head;
  private int[] next;
  private int[] to;
  private byte[] kind;
  private int edges;

  Digraph(int vertices, int expectedEdges) {
    head = new int[vertices];
    Arrays.fill(head, NONE);
    int capacity = Math.max(16, expectedEdges);
    next = new int[capacity];
    to = new int[capacity];
    kind = new byte[capacity];
  }

  int vertices() {
    return head.length;
  }

  int edges() {
    return edges;
  }

  /** Adds an edge and returns its number; numbers count from 0. */
  int add(int from, int target, int ofKind) {
    if (edges == to.length) {
      int capacity = edges + (edges >> 1);
      next = Arrays.copyOf(next, capacity);
      to = Arrays.copyOf(to, capacity);
      kind = Arrays.copyOf(kind, capacity);
    }
    next[edges] = head[from];
    to[edges] = target;
    kind[edges] = (byte) ofKind;
    head[from] = edges;
    return edges++;
  }

  /** The first edge out of a vertex, or {@link #NONE}. */
  int first(int from) {
    return head[from];
  }

  /** The edge after this one out of the same vertex, or {@link #NONE}. */
  int next(int edge) {
    return next[edge];
  }

  int to(int edge) {
    return to[edge];
  }

  int kind(int edge) {
    return kind[edge];
  }
}
