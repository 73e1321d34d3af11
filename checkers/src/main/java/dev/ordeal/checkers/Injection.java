package dev.ordeal.checkers;

import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One injection of a fault that was applied, from the op that began it to the op that ended its
 * healing. Those of a kind without an id are one as long as they last.
 *
 * @param kind the function that injected it
 * @param id its name, if it has one
 * @param begin the position of the invocation that injected it
 * @param end the position of the completion that healed it, or {@link #NEVER}
 * @param applied how often it was injected: more than once only without an id
 * @param bit how often a probe saw that it bit
 */
record Injection(String kind, @Nullable Object id, int begin, int end, int applied, int bit) {
  /** The end of what nobody healed. */
  static final int NEVER = Integer.MAX_VALUE;

  /** What the harness does at the end of every trial: it ends each fault that is still there. */
  static final String HEAL_ALL = "heal";

  boolean hasBitten() {
    return bit > 0;
  }

  boolean isHealed() {
    return end != NEVER;
  }

  /**
   * The injections that a history tells, in the order of their beginnings.
   *
   * <p>A fault counts as applied when its injection has an info whose value is not a map with
   * {@code failed}; as one that bit when that map has {@code bit} with {@code true}, which is what
   * a probe saw, or when its healing says so: what bites only once the system meets it, as a full
   * disk does, is known no sooner. It lasts until a heal of the same {@code id}, or one of this
   * kind without an id, or of everything ({@code heal}), which says of each by name whether it bit.
   *
   * @param kinds the functions of the nemesis that inject, each with the one that heals it
   */
  static List<Injection> of(History history, Map<String, String> kinds) {
    var open = new LinkedHashMap<List<@Nullable Object>, Injection>();
    var all = new ArrayList<Injection>();
    for (int at = 0; at < history.size(); at++) {
      if (history.process(at) != Op.NEMESIS || !history.type(at).completes()) {
        continue;
      }
      Op completion = history.get(at);
      if (failure(completion) != null) {
        continue;
      }
      int invocation = history.partner(at);
      Object id = id(history.value(invocation));
      if (kinds.containsKey(completion.f())) {
        begin(open, completion, id, invocation);
      } else {
        end(open, completion, id, kinds, all);
      }
    }
    all.addAll(open.values());
    all.sort((a, b) -> Integer.compare(a.begin, b.begin));
    return all;
  }

  private static void begin(
      Map<List<@Nullable Object>, Injection> open,
      Op completion,
      @Nullable Object id,
      int invocation) {
    int bit = hasBitten(completion) ? 1 : 0;
    var fresh = new Injection(completion.f(), id, invocation, NEVER, 1, bit);
    open.merge(
        key(completion.f(), id),
        fresh,
        (was, is) -> new Injection(was.kind, id, was.begin, NEVER, was.applied + 1, was.bit + bit));
  }

  private static List<@Nullable Object> key(String kind, @Nullable Object id) {
    var key = new ArrayList<@Nullable Object>();
    key.add(kind);
    key.add(id);
    return key;
  }

  private static void end(
      Map<List<@Nullable Object>, Injection> open,
      Op completion,
      @Nullable Object id,
      Map<String, String> kinds,
      List<Injection> all) {
    boolean isAll = completion.f().equals(HEAL_ALL);
    open.values()
        .removeIf(
            one -> {
              boolean isOfThisKind = completion.f().equals(kinds.get(one.kind));
              boolean heals = isAll || (isOfThisKind && (id == null || id.equals(one.id)));
              boolean hasBitten = isAll ? toldByAll(completion, one) : hasBitten(completion);
              return heals && all.add(one.healed(completion, hasBitten));
            });
  }

  private Injection healed(Op completion, boolean hasBitten) {
    return new Injection(kind, id, begin, completion.index(), applied, hasBitten ? applied : bit);
  }

  /** Why a nemesis op did nothing, if it says so. */
  static @Nullable Object failure(Op completion) {
    return completion.value() instanceof Map<?, ?> map ? map.get("failed") : null;
  }

  private static boolean hasBitten(Op completion) {
    return completion.value() instanceof Map<?, ?> map && Boolean.TRUE.equals(map.get("bit"));
  }

  /** The heal of everything speaks of injections by their names, and of none without. */
  private static boolean toldByAll(Op completion, Injection one) {
    return healedByAll(completion, one.kind)
        .anyMatch(
            told -> Boolean.TRUE.equals(told.get("bit")) && Objects.equals(told.get("id"), one.id));
  }

  /** What the heal of everything tells of the injections of a kind. */
  static Stream<Map<?, ?>> healedByAll(Op completion, String kind) {
    return completion.value() instanceof Map<?, ?> map && map.get("healed") instanceof List<?> each
        ? each.stream()
            .<Map<?, ?>>mapMulti(
                (one, to) -> {
                  if (one instanceof Map<?, ?> told && kind.equals(told.get("f"))) {
                    to.accept(told);
                  }
                })
        : Stream.empty();
  }

  private static @Nullable Object id(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map.get("id") : null;
  }

  /**
   * The position of the completion after which the trial's end begins: the last heal of everything,
   * unless a fault came after it; -1 if there is none.
   */
  static int endMark(History history, Map<String, String> kinds) {
    for (int at = history.size() - 1; at >= 0; at--) {
      if (history.process(at) != Op.NEMESIS) {
        continue;
      }
      if (kinds.containsKey(history.f(at))) {
        return -1;
      }
      if (history.f(at).equals(HEAL_ALL) && history.type(at).completes()) {
        return failure(history.get(at)) == null ? at : -1;
      }
    }
    return -1;
  }
}
