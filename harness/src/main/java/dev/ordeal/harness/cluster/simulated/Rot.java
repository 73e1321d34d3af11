package dev.ordeal.harness.cluster.simulated;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A record in which one byte is flipped: one of its values is another of the same type. */
final class Rot {
  private final PlainMap whole;
  private final PlainMap damaged;
  private boolean read;

  private Rot(PlainMap whole, PlainMap damaged) {
    this.whole = whole;
    this.damaged = damaged;
  }

  /** Damages one value of a record; null if it holds none that could be. */
  static @Nullable Rot of(PlainMap whole, SeededRandom draws) {
    var keys = new ArrayList<String>();
    for (Map.Entry<String, @Nullable Object> entry : whole.entrySet()) {
      if (damage(entry.getValue(), 0) != null) {
        keys.add(entry.getKey());
      }
    }
    if (keys.isEmpty()) {
      return null;
    }
    var key = keys.get(draws.nextInt(keys.size()));
    var damaged = damage(whole.get(key), draws.nextInt(1 << 20));
    return damaged == null ? null : new Rot(whole, whole.with(key, damaged));
  }

  /** Another value of the same type; null if there is none. */
  private static @Nullable Object damage(@Nullable Object value, int draw) {
    if (value instanceof Long number) {
      return number ^ (1L << (draw % 8));
    } else if (value instanceof Boolean bool) {
      return !bool;
    } else if (value instanceof Double number) {
      return Double.longBitsToDouble(Double.doubleToLongBits(number) ^ 1L << (draw % 52));
    } else if (value instanceof String text && !text.isEmpty()) {
      int at = draw % text.length();
      return text.substring(0, at) + (char) (text.charAt(at) ^ 1) + text.substring(at + 1);
    } else if (value instanceof PlainMap map) {
      var rot = Rot.of(map, SeededRandom.of(draw));
      return rot == null ? null : rot.damaged;
    } else if (value instanceof List<?> list) {
      return damageIn(list, draw);
    }
    return null;
  }

  private static @Nullable Object damageIn(List<?> list, int draw) {
    for (int i = 0; i < list.size(); i++) {
      int at = (i + draw) % list.size();
      var damaged = damage(list.get(at), draw);
      if (damaged != null) {
        var copy = new ArrayList<@Nullable Object>(list);
        copy.set(at, damaged);
        return WireCopy.value(copy);
      }
    }
    return null;
  }

  /** The keys that a glob matches, in order. */
  static List<String> matching(String glob, Collection<String> keys) {
    var matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
    return keys.stream().filter(key -> matcher.matches(Path.of(key))).sorted().toList();
  }

  PlainMap damaged() {
    return damaged;
  }

  PlainMap mended(PlainMap now) {
    return now == damaged ? whole : now;
  }

  /** Notes a read; whether it is the first. */
  boolean firstRead() {
    boolean first = !read;
    read = true;
    return first;
  }
}
