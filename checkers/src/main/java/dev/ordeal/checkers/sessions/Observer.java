package dev.ordeal.checkers.sessions;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import dev.ordeal.history.Op.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a history of registers into arrays, and says what of it cannot be judged or cannot be.
 *
 * <p>A failed write did not happen, so a read of what only such writes wrote is an aborted read
 * (Adya's G1a), and a read of what nobody wrote is a garbage read. Both stand whatever else is
 * promised, and the reads then tell nothing about the order of versions.
 */
final class Observer {
  private static final int NOBODY = -1;

  private final History history;
  private final boolean isKeyed;
  private final Map<Object, Integer> keyNumbers = new HashMap<>();
  private final List<Object> keyNames = new ArrayList<>();
  private final Map<Object, Integer> versions = new HashMap<>();
  private final Map<Integer, Integer> sessions = new HashMap<>();
  private final BitSet isDoubted = new BitSet();
  private final List<Integer> initials = new ArrayList<>();
  private @Nullable String doubt;
  private @Nullable String malformed;

  private int size;
  private int[] invocation = new int[64];
  private int[] session = new int[64];
  private int[] key = new int[64];
  private int[] version = new int[64];
  private boolean[] isWrite = new boolean[64];
  private boolean[] isSeen = new boolean[64];
  private int versionCount;
  private int[] keyOfVersion = new int[64];
  private int[] writer = new int[64];

  private Observer(History history, boolean isKeyed) {
    this.history = history;
    this.isKeyed = isKeyed;
  }

  /** What a history shows, if its values are written as they should be. */
  static Observed of(History history, boolean isKeyed) {
    var observer = new Observer(history, isKeyed);
    for (int at = 0; at < history.size() && observer.malformed == null; at++) {
      if (history.type(at) == Type.INVOKE && history.process(at) != Op.NEMESIS) {
        observer.take(at);
      }
    }
    return observer.malformed == null ? observer.observed() : observer.nothing();
  }

  /** The same of some operations only, given by their invocations in order. */
  static Observed of(History history, boolean isKeyed, int[] invocations) {
    var observer = new Observer(history, isKeyed);
    for (int at : invocations) {
      observer.take(at);
    }
    return observer.malformed == null ? observer.observed() : observer.nothing();
  }

  private void take(int at) {
    String f = history.f(at);
    int end = history.partner(at);
    Type outcome = end < 0 ? Type.INFO : history.type(end);
    if (f.equals("write") && outcome != Type.FAIL) {
      takeWrite(at, outcome == Type.OK);
    } else if (f.equals("read") && outcome == Type.OK) {
      Object value = history.get(end).value();
      if (isWellFormed(value, end)) {
        add(at, false, true, version(value));
      }
    }
  }

  private void takeWrite(int at, boolean isOk) {
    Object value = history.get(at).value();
    if (!isWellFormed(value, at)) {
      return;
    }
    int written = version(value);
    if (writer[written] != NOBODY || initials.get(keyOfVersion[written]) == written) {
      isDoubted.set(keyOfVersion[written]);
      if (doubt == null) {
        doubt = twice(at, written);
      }
      return;
    }
    writer[written] = size;
    add(at, true, isOk, written);
  }

  private String twice(int at, int written) {
    String who =
        writer[written] == NOBODY
            ? "every register begins with it"
            : "also by " + history.get(invocation[writer[written]]);
    return "%s writes a value that is written twice (%s), so a read of it tells nothing: write"
            .formatted(history.get(at), who)
        + " each value once per key";
  }

  private boolean isWellFormed(@Nullable Object value, int at) {
    if (!isKeyed || value instanceof List<?> pair && pair.size() == 2 && pair.get(0) != null) {
      return true;
    }
    malformed =
        history.get(at)
            + " does not say [key value]: name the key, or use the checker of one"
            + " register";
    return false;
  }

  private int version(@Nullable Object value) {
    Object inner = isKeyed && value instanceof List<?> pair ? pair.get(1) : value;
    int ofKey = key(value);
    if (inner == null) {
      return initials.get(ofKey);
    }
    // A pair names its key and so serves as it is; in one register the bare value does.
    Integer known = versions.get(Objects.requireNonNull(value));
    return known == null ? newVersion(value, ofKey) : known;
  }

  private int key(@Nullable Object value) {
    Object name = Observed.ONE_REGISTER;
    if (isKeyed && value instanceof List<?> pair) {
      name = Objects.requireNonNull(pair.get(0));
    }
    Integer known = keyNumbers.get(name);
    if (known != null) {
      return known;
    }
    int fresh = keyNames.size();
    keyNumbers.put(name, fresh);
    keyNames.add(name);
    initials.add(newVersion(null, fresh));
    return fresh;
  }

  private int newVersion(@Nullable Object value, int ofKey) {
    if (versionCount == writer.length) {
      writer = Arrays.copyOf(writer, versionCount * 2);
      keyOfVersion = Arrays.copyOf(keyOfVersion, versionCount * 2);
    }
    writer[versionCount] = NOBODY;
    keyOfVersion[versionCount] = ofKey;
    if (value != null) {
      versions.put(value, versionCount);
    }
    return versionCount++;
  }

  private void add(int at, boolean writes, boolean isOk, int ofVersion) {
    if (size == invocation.length) {
      grow(size * 2);
    }
    Integer known = sessions.putIfAbsent(history.process(at), sessions.size());
    invocation[size] = at;
    session[size] = known == null ? sessions.size() - 1 : known;
    key[size] = keyOfVersion[ofVersion];
    version[size] = ofVersion;
    isWrite[size] = writes;
    isSeen[size] = isOk;
    size++;
  }

  private void grow(int capacity) {
    invocation = Arrays.copyOf(invocation, capacity);
    session = Arrays.copyOf(session, capacity);
    key = Arrays.copyOf(key, capacity);
    version = Arrays.copyOf(version, capacity);
    isWrite = Arrays.copyOf(isWrite, capacity);
    isSeen = Arrays.copyOf(isSeen, capacity);
  }

  private Observed nothing() {
    size = 0;
    doubt = malformed;
    return new Layout(0, 0).observed(List.of());
  }

  private Observed observed() {
    var impossible = new ArrayList<Anomaly>();
    var failed = new FailedWrites(history);
    int kept = 0;
    for (int at = 0; at < size; at++) {
      boolean isWritten = writer[version[at]] != NOBODY || initials.get(key[at]) == version[at];
      if (isDoubted.get(key[at])) {
        continue;
      }
      if (!isWritten) {
        impossible.add(failed.explain(invocation[at]));
        continue;
      }
      move(at, kept++);
    }
    return new Layout(kept, keyNames.size()).observed(impossible);
  }

  private void move(int from, int to) {
    invocation[to] = invocation[from];
    session[to] = session[from];
    key[to] = key[from];
    version[to] = version[from];
    isWrite[to] = isWrite[from];
    isSeen[to] = isSeen[from];
    if (isWrite[to]) {
      writer[version[to]] = to;
    }
  }

  /** Numbers the versions of a key in a row, and lays its operations side by side. */
  private final class Layout {
    private final int kept;
    private final int keys;
    private final int[] versionBase;
    private final int[] keyBase;

    Layout(int kept, int keys) {
      this.kept = kept;
      this.keys = keys;
      this.versionBase = new int[keys + 1];
      this.keyBase = new int[keys + 1];
    }

    Observed observed(List<Anomaly> impossible) {
      int[] writers = renumber();
      return new Observed(
          history,
          Arrays.copyOf(invocation, kept),
          Arrays.copyOf(session, kept),
          Arrays.copyOf(key, kept),
          Arrays.copyOf(version, kept),
          Arrays.copyOf(isWrite, kept),
          Arrays.copyOf(isSeen, kept),
          versionBase,
          writers,
          byKey(),
          keyBase,
          sessions.size(),
          List.copyOf(keyNames.subList(0, keys)),
          List.copyOf(impossible),
          Optional.ofNullable(doubt));
    }

    /** The writer of each version under its new number. */
    private int[] renumber() {
      boolean[] isKept = new boolean[versionCount];
      for (int ofKey = 0; ofKey < keys; ofKey++) {
        isKept[initials.get(ofKey)] = true;
      }
      for (int at = 0; at < kept; at++) {
        isKept[version[at]] = true;
      }
      int[] numbers = numbers(isKept);
      int[] writers = new int[versionBase[keys]];
      Arrays.fill(writers, NOBODY);
      for (int at = 0; at < kept; at++) {
        version[at] = numbers[version[at]];
        if (isWrite[at]) {
          writers[version[at]] = at;
        }
      }
      return writers;
    }

    private int[] numbers(boolean[] isKept) {
      for (int old = 0; old < versionCount; old++) {
        if (isKept[old]) {
          versionBase[keyOfVersion[old] + 1]++;
        }
      }
      int[] next = startsFrom(versionBase);
      int[] numbers = new int[versionCount];
      // A key's initial version is its oldest number, so it stays the first.
      for (int old = 0; old < versionCount; old++) {
        if (isKept[old]) {
          numbers[old] = next[keyOfVersion[old]]++;
        }
      }
      return numbers;
    }

    private int[] byKey() {
      for (int at = 0; at < kept; at++) {
        keyBase[key[at] + 1]++;
      }
      int[] next = startsFrom(keyBase);
      int[] byKey = new int[kept];
      for (int at = 0; at < kept; at++) {
        byKey[next[key[at]]++] = at;
      }
      return byKey;
    }

    private static int[] startsFrom(int[] counts) {
      for (int i = 1; i < counts.length; i++) {
        counts[i] += counts[i - 1];
      }
      return counts.clone();
    }
  }
}
