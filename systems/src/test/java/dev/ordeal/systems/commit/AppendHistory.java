package dev.ordeal.systems.commit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether transactions that append unique elements to lists and read them were strictly
 * serializable. A list tells the order of its writers; the graph of who must have come before whom,
 * by lists, reads and real time, has no cycle exactly if there is an order (Adya 1999; Kingsbury
 * and Alvaro, Elle, 2020).
 */
final class AppendHistory {
  private final List<Seen> history;
  private final Map<Object, List<?>> lists;
  private final Map<Object, Integer> writers = new HashMap<>();
  private final List<HashSet<Integer>> edges = new ArrayList<>();

  private AppendHistory(List<Seen> history, Map<Object, List<?>> lists) {
    this.history = history;
    this.lists = lists;
    for (int i = 0; i < history.size(); i++) {
      edges.add(new HashSet<>());
      for (Object key : lists.keySet()) {
        for (Object element : history.get(i).appends(key)) {
          writers.put(element, i);
        }
      }
    }
  }

  /**
   * Checks a history.
   *
   * @param lists what each key held in the end
   * @return what is wrong; null if nothing is
   */
  static @Nullable String flaw(List<Seen> history, Map<Object, List<?>> lists) {
    for (Seen seen : history) {
      String flaw = half(seen, lists);
      if (flaw != null) {
        return flaw;
      }
    }
    var happened = history.stream().filter(seen -> happened(seen, lists)).toList();
    return new AppendHistory(happened, lists).flaw();
  }

  private static boolean happened(Seen seen, Map<Object, List<?>> lists) {
    return seen.outcome() == Seen.Outcome.OK
        || lists.entrySet().stream()
            .anyMatch(
                list -> seen.appends(list.getKey()).stream().anyMatch(list.getValue()::contains));
  }

  private @Nullable String flaw() {
    for (Map.Entry<Object, List<?>> list : lists.entrySet()) {
      if (new HashSet<>(list.getValue()).size() != list.getValue().size()) {
        return "twice in " + list;
      }
      inOrderOf(list.getValue());
    }
    for (int i = 0; i < history.size(); i++) {
      String flaw = history.get(i).outcome() == Seen.Outcome.OK ? read(i) : null;
      if (flaw != null) {
        return flaw;
      }
    }
    inRealTime();
    return cycle();
  }

  /** What it appended must be there all together or not at all. */
  private static @Nullable String half(Seen seen, Map<Object, List<?>> lists) {
    int all = 0;
    int there = 0;
    for (Map.Entry<Object, List<?>> list : lists.entrySet()) {
      List<Object> mine = seen.appends(list.getKey());
      all += mine.size();
      there += (int) mine.stream().filter(list.getValue()::contains).count();
    }
    boolean wrong =
        switch (seen.outcome()) {
          case OK -> there != all;
          case FAIL -> there != 0;
          case INFO -> there != 0 && there != all;
        };
    return wrong ? there + " of " + all + " appends are there of " + seen + "\n" + lists : null;
  }

  private void inOrderOf(List<?> list) {
    for (int i = 1; i < list.size(); i++) {
      edge(writers.get(list.get(i - 1)), writers.get(list.get(i)));
    }
  }

  private void edge(@Nullable Integer from, @Nullable Integer to) {
    if (from != null && to != null && !from.equals(to)) {
      edges.get(from).add(to);
    }
  }

  private @Nullable String read(int reader) {
    Seen seen = history.get(reader);
    var mine = new HashMap<Object, List<Object>>();
    for (int i = 0; i < seen.ops().size(); i++) {
      List<@Nullable Object> op = seen.ops().get(i);
      Object key = String.valueOf(op.get(1));
      List<Object> own = mine.computeIfAbsent(key, k -> new ArrayList<>());
      if ("append".equals(op.get(0))) {
        own.add(String.valueOf(op.get(2)));
      } else {
        List<?> list = lists.getOrDefault(op.get(1), List.of());
        List<?> got = seen.values().get(i) instanceof List<?> found ? found : List.of();
        int before = got.size() - own.size();
        if (before < 0
            || before > list.size()
            || !got.subList(0, before).equals(list.subList(0, before))
            || !own.equals(
                got.subList(before, got.size()).stream().map(String::valueOf).toList())) {
          return "read " + got + " of " + key + ", which came to be " + list + ": " + seen;
        }
        edge(before > 0 ? writers.get(list.get(before - 1)) : null, reader);
        edge(reader, before < list.size() ? writers.get(list.get(before)) : null);
      }
    }
    return null;
  }

  private void inRealTime() {
    for (int i = 0; i < history.size(); i++) {
      for (int j = 0; j < history.size(); j++) {
        if (history.get(i).ended() < history.get(j).began()) {
          edges.get(i).add(j);
        }
      }
    }
  }

  /** Takes away whoever nobody must precede, until nobody is left. */
  private @Nullable String cycle() {
    var before = new int[history.size()];
    edges.forEach(targets -> targets.forEach(target -> before[target]++));
    var next = new ArrayDeque<Integer>();
    var left = new HashSet<Integer>();
    for (int i = 0; i < before.length; i++) {
      left.add(i);
      if (before[i] == 0) {
        next.add(i);
      }
    }
    while (!next.isEmpty()) {
      int first = next.remove();
      left.remove(first);
      for (int target : edges.get(first)) {
        if (--before[target] == 0) {
          next.add(target);
        }
      }
    }
    return left.isEmpty()
        ? null
        : "a cycle in " + left.stream().limit(12).map(history::get).toList();
  }
}
