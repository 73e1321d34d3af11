package dev.ordeal.checkers.sessions;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Searches for a sequential order, depth first, within what a {@link Saturation} has derived.
 *
 * <p>As values are unique, a write must wait until all reads of what it overwrites are done; so
 * where the search stands is told by how far each session is, and a place that led nowhere is
 * remembered as that. Two steps are taken without a choice: a read whose turn it is, as it changes
 * nothing and must come before the next write of its key anyway; and a write that nobody read,
 * where nobody waits to read what it overwrites: moved to the front of any order that goes on from
 * here it spoils no read, since each later read of its key has its own write before it.
 */
final class OrderSearch {
  enum Outcome {
    FOUND,
    IMPOSSIBLE,
    SPENT
  }

  private static final int REMEMBERED_CELLS = 1 << 24;

  private record Position(int[] places) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Position that && Arrays.equals(places, that.places);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(places);
    }
  }

  private final Program program;
  private final Observed observed;
  private final Digraph graph;
  private final int[] moment;
  private final int[] waitsFor;
  private final int[] unread;
  private final int[] current;
  private final int[] overwritten;
  private final int[] places;
  private final int[] order;
  private int done;
  private long steps;
  private final Set<Position> hopeless = new HashSet<>();

  /** Per choice made: how much was done before it. */
  private final int[] choiceAt;

  private int choices;

  OrderSearch(Program program, Digraph graph, int[] moment) {
    this.program = program;
    this.observed = program.observed;
    this.graph = graph;
    this.moment = moment;
    waitsFor = new int[graph.vertices()];
    for (int edge = 0; edge < graph.edges(); edge++) {
      waitsFor[graph.to(edge)]++;
    }
    unread = new int[observed.versions()];
    for (int version = 0; version < unread.length; version++) {
      unread[version] = program.readers(version);
    }
    current = Arrays.copyOf(observed.versionBase(), observed.keys());
    overwritten = new int[observed.operations()];
    places = new int[observed.sessions()];
    order = new int[program.size];
    choiceAt = new int[program.size + 1];
  }

  Outcome run(long budgetSteps) {
    int last = Digraph.NONE;
    while (true) {
      if (steps > budgetSteps) {
        return Outcome.SPENT;
      }
      if (last == Digraph.NONE) {
        takeTheNeedless();
        if (done == order.length) {
          return Outcome.FOUND;
        }
      }
      int choice = hopeless.contains(new Position(places)) ? Digraph.NONE : next(last);
      if (choice != Digraph.NONE) {
        choiceAt[choices++] = done;
        take(choice);
        last = Digraph.NONE;
        continue;
      }
      remember();
      if (choices == 0) {
        return Outcome.IMPOSSIBLE;
      }
      int mark = choiceAt[--choices];
      last = order[mark];
      while (done > mark) {
        undo();
      }
    }
  }

  private void remember() {
    if ((long) (hopeless.size() + 1) * places.length <= REMEMBERED_CELLS) {
      hopeless.add(new Position(places.clone()));
    }
  }

  /** Takes what needs no choice, until nothing is left of it. */
  private void takeTheNeedless() {
    boolean goesOn = true;
    while (goesOn) {
      goesOn = false;
      for (int session = 0; session < places.length; session++) {
        int head = head(session);
        while (head >= 0 && isReady(head) && isNeedless(head)) {
          take(head);
          goesOn = true;
          head = head(session);
        }
        steps++;
      }
    }
  }

  private boolean isNeedless(int operation) {
    return !observed.isWrite()[operation] || program.readers(observed.version()[operation]) == 0;
  }

  private int head(int session) {
    int next = program.sessionBase[session] + places[session];
    return next < program.sessionBase[session + 1] ? program.bySession[next] : Digraph.NONE;
  }

  private boolean isReady(int operation) {
    return waitsFor[operation] == 0
        && (!observed.isWrite()[operation] || unread[current[observed.key()[operation]]] == 0);
  }

  /** The ready write that comes after this one in the order in which they are tried. */
  private int next(int last) {
    int best = Digraph.NONE;
    for (int session = 0; session < places.length; session++) {
      int head = head(session);
      steps++;
      if (head >= 0
          && isReady(head)
          && (last == Digraph.NONE || isTriedBefore(last, head))
          && (best == Digraph.NONE || isTriedBefore(head, best))) {
        best = head;
      }
    }
    return best;
  }

  private boolean isTriedBefore(int first, int second) {
    int one = moment[observed.version()[first]];
    int two = moment[observed.version()[second]];
    return one < two || one == two && first < second;
  }

  private void take(int operation) {
    int key = observed.key()[operation];
    int version = observed.version()[operation];
    if (observed.isWrite()[operation]) {
      overwritten[operation] = current[key];
      current[key] = version;
    } else {
      unread[version]--;
    }
    for (int edge = graph.first(operation); edge >= 0; edge = graph.next(edge)) {
      waitsFor[graph.to(edge)]--;
    }
    places[observed.session()[operation]]++;
    order[done++] = operation;
  }

  private void undo() {
    int operation = order[--done];
    places[observed.session()[operation]]--;
    for (int edge = graph.first(operation); edge >= 0; edge = graph.next(edge)) {
      waitsFor[graph.to(edge)]++;
    }
    if (observed.isWrite()[operation]) {
      current[observed.key()[operation]] = overwritten[operation];
    } else {
      unread[observed.version()[operation]]++;
    }
  }

  int[] order() {
    return order;
  }

  long steps() {
    return steps;
  }
}
