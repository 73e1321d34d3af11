package dev.ordeal.checkers.linearizable.internal;

import java.util.Arrays;

/**
 * One configuration, taken out to be changed: the model's state, and which of the open operations
 * are placed or absorbable.
 */
final class Configuration {
  /** In the word of the state: nothing has made use of what was placed last, and need not. */
  private static final long UNUSED = 1L << 62;

  private final OpenOperations open;
  private final Automaton<?> automaton;
  private final Lineage lineage;

  /** The state, per word of slots what is placed, and per word what is absorbable. */
  private long[] words = new long[1];

  private int parent = Lineage.ROOT;

  /** What was placed since it was taken out, in order; as its complement what was absorbed. */
  private int[] placed = new int[Long.SIZE];

  private int placedCount;

  Configuration(OpenOperations open, Automaton<?> automaton, Lineage lineage) {
    this.open = open;
    this.automaton = automaton;
    this.lineage = lineage;
  }

  int state() {
    return (int) words[0];
  }

  /** Whether nothing has made use of what was placed last, and need not. */
  boolean isUnused() {
    return (words[0] & UNUSED) != 0;
  }

  boolean isPlaced(int slot) {
    return (words[1 + (slot >> 6)] >>> slot & 1) != 0;
  }

  /** Whether it may count as placed or as not placed, as is needed. */
  boolean isAbsorbable(int slot) {
    return (words[1 + open.width() + (slot >> 6)] >>> slot & 1) != 0;
  }

  /** Whether an overwrite that is placed now would make anything absorbable. */
  boolean hasToAbsorb() {
    for (int word = 0; word < open.width(); word++) {
      if ((unplaced(word) & open.blind(word) & ~words[1 + open.width() + word]) != 0) {
        return true;
      }
    }
    return false;
  }

  /** The open operations of a word's slots that are not placed. */
  long unplaced(int word) {
    return open.open(word) & ~words[1 + word];
  }

  void take(ConfigurationSet from, int index) {
    if (words.length != 1 + 2 * from.width()) {
      words = new long[1 + 2 * from.width()];
    }
    System.arraycopy(from.words(), from.at(index), words, 0, words.length);
    parent = from.lineage(index);
    placedCount = 0;
  }

  /** Takes it out of a set whose words of slots were fewer. */
  void takeFromNarrower(ConfigurationSet from, int index, int width) {
    words = new long[1 + 2 * width];
    int before = from.width();
    System.arraycopy(from.words(), from.at(index), words, 0, 1 + before);
    System.arraycopy(from.words(), from.at(index) + 1 + before, words, 1 + width, before);
    parent = from.lineage(index);
    placedCount = 0;
  }

  /** Adds it to a set, unless one that can do as much is there. */
  void addTo(ConfigurationSet set) {
    int index = set.add(words, open.optional());
    if (index >= 0) {
      set.lineage(index, descend());
    }
  }

  /** Puts it back; what has changed in it tells it from the others no less. */
  void putBack(ConfigurationSet set, int index) {
    System.arraycopy(words, 0, set.words(), set.at(index), words.length);
    set.lineage(index, descend());
  }

  private int descend() {
    int node = parent;
    for (int i = 0; i < placedCount; i++) {
      node = placed[i] < 0 ? lineage.absorb(node, ~placed[i]) : lineage.place(node, placed[i]);
    }
    return node;
  }

  /** Forgets what the state is, for nobody sees it any more. */
  void forgetState() {
    words[0] = words[0] & UNUSED | Automaton.UNSEEN;
  }

  /** Forgets an operation that ends. */
  void close(int slot) {
    mark(slot, false);
    words[0] &= ~UNUSED;
  }

  /** Counts an absorbable operation as placed. */
  void absorb(int slot) {
    mark(slot, true);
    note(~open.operation(slot));
  }

  private void mark(int slot, boolean isPlaced) {
    long bit = 1L << slot;
    int word = 1 + (slot >> 6);
    words[word] = isPlaced ? words[word] | bit : words[word] & ~bit;
    words[word + open.width()] &= ~bit;
  }

  private void note(int operation) {
    if (placedCount == placed.length) {
      placed = Arrays.copyOf(placed, 2 * placed.length);
    }
    placed[placedCount++] = operation;
  }

  /** Places an operation that leads to a state, and what follows at once. */
  void place(int slot, int after, boolean isOptional) {
    int operation = open.operation(slot);
    words[0] = after;
    mark(slot, true);
    note(operation);
    boolean overwrites = open.isOverwrite(operation);
    if (overwrites) {
      for (int word = 0; word < open.width(); word++) {
        words[1 + open.width() + word] |= open.blind(word) & ~words[1 + word];
      }
    }
    int before = placedCount;
    settle();
    if ((isOptional || open.isBlind(operation)) && placedCount == before && !open.isTied()) {
      words[0] |= UNUSED;
    }
  }

  /** Places the pure calls that are legal now, and gives up the optional ones that are needless. */
  void settle() {
    for (boolean again = true; again; ) {
      again = false;
      for (int word = 0; word < open.width(); word++) {
        long candidates = unplaced(word) & (open.pure(word) | open.optional()[word]);
        for (; candidates != 0; candidates &= candidates - 1) {
          boolean isPlaced = settle((word << 6) + Long.numberOfTrailingZeros(candidates));
          again |= isPlaced && open.isTied();
        }
      }
    }
  }

  private boolean settle(int slot) {
    int operation = open.operation(slot);
    int kind = automaton.kind(operation);
    int touched = open.touchedSlot(operation);
    // What its process does before it may still make it needed.
    boolean waits = touched >= 0 && !isPlaced(touched);
    if ((open.optional()[slot >> 6] >>> slot & 1) != 0) {
      if (!waits && automaton.isNeedless(state(), kind)) {
        words[1 + (slot >> 6)] |= 1L << slot;
      }
      return false;
    }
    if (waits || automaton.step(state(), kind) < 0) {
      return false;
    }
    words[1 + (slot >> 6)] |= 1L << slot;
    note(operation);
    return true;
  }
}
