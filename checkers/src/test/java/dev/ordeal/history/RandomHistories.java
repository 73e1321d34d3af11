package dev.ordeal.history;

import dev.ordeal.history.Op.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;

/** Random plain data and random well-formed histories, from a seed. */
public final class RandomHistories {
  private static final List<String> STRINGS =
      List.of(
          "",
          " ",
          "17",
          "-3",
          "1.5",
          "1e9",
          "true",
          "false",
          "nil",
          "null",
          "p3",
          "nemesis",
          "!",
          "#",
          "# no comment",
          "a b",
          "a\nb",
          "a\r\nb",
          "tab\t",
          "\"",
          "\\",
          "\\n",
          "[",
          "]",
          "{}",
          "ünï",
          "日本",
          "\ud83d\ude00",
          "\ud83d",
          "\ude00x",
          "\u0000",
          "\u007f",
          "\u0085",
          "\u2028",
          "\ufeff",
          "x,y",
          ",",
          "word",
          "two-words",
          "a.b/c:d@e",
          "'",
          "4.012s",
          "key");

  private final Random random;

  public RandomHistories(long seed) {
    random = new Random(seed);
  }

  public Object value(int depth) {
    return switch (random.nextInt(depth > 0 ? 10 : 7)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> (long) random.nextInt(100);
      case 3 -> random.nextBoolean() ? random.nextLong() : extremeLong();
      case 4 -> random.nextBoolean() ? random.nextGaussian() : extremeDouble();
      case 5, 6 -> string();
      case 7 -> list(depth);
      default -> map(depth);
    };
  }

  private long extremeLong() {
    return List.of(Long.MIN_VALUE, Long.MAX_VALUE, 0L, -1L).get(random.nextInt(4));
  }

  private double extremeDouble() {
    return List.of(Double.MIN_VALUE, Double.MAX_VALUE, -0.0, 0.0, 1e10, -1.5e-300, 3.0)
        .get(random.nextInt(7));
  }

  private String string() {
    if (random.nextInt(4) > 0) {
      return STRINGS.get(random.nextInt(STRINGS.size()));
    }
    var out = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      out.append((char) random.nextInt(random.nextBoolean() ? 128 : 65536));
    }
    return out.toString();
  }

  private List<Object> list(int depth) {
    var items = new ArrayList<Object>();
    for (int i = random.nextInt(4); i > 0; i--) {
      items.add(value(depth - 1));
    }
    return items;
  }

  private LinkedHashMap<String, Object> map(int depth) {
    var entries = new LinkedHashMap<String, Object>();
    for (int i = random.nextInt(4); i > 0; i--) {
      entries.put(string(), value(depth - 1));
    }
    return entries;
  }

  public History history(int size) {
    var builder = History.builder();
    int[] process = {-1, 0, 1, 2};
    String[] open = new String[process.length];
    long time = 0;
    int fresh = process.length - 1;
    while (builder.size() < size) {
      int worker = random.nextInt(process.length);
      time += random.nextInt(3) * (random.nextBoolean() ? 1L : 1_000_000L);
      boolean invokes = open[worker] == null;
      var type = invokes ? Type.INVOKE : Type.values()[1 + random.nextInt(3)];
      if (!invokes && worker == 0) {
        type = Type.INFO;
      }
      String f = invokes ? string() : open[worker];
      Object error = type == Type.INVOKE ? null : value(2);
      builder.add(new Op(Op.UNPLACED, time, process[worker], type, f, value(3), error));
      open[worker] = invokes ? f : null;
      if (type == Type.INFO && worker > 0) {
        process[worker] = fresh++;
      }
    }
    return builder.build();
  }
}
