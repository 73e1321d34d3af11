package dev.ordeal.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of a history, one after the other in one array of bytes; strings are in a dictionary.
 *
 * <p>A long takes one byte and its digits (seven bits a byte, the sign folded in), a map its size
 * and per entry the number of its key: {@code {"token": 17}} takes five bytes.
 */
final class Arena {
  private static final byte NULL = 0;
  private static final byte FALSE = 1;
  private static final byte TRUE = 2;
  private static final byte LONG = 3;
  private static final byte DOUBLE = 4;
  private static final byte STRING = 5;
  private static final byte LIST = 6;
  private static final byte MAP = 7;

  private final byte[] bytes;
  private final String[] strings;

  Arena(byte[] bytes, String[] strings) {
    this.bytes = bytes;
    this.strings = strings;
  }

  /** Where reading goes on. */
  static final class Cursor {
    int at;

    Cursor(int at) {
      this.at = at;
    }
  }

  @Nullable Object read(Cursor cursor) {
    return switch (bytes[cursor.at++]) {
      case NULL -> null;
      case FALSE -> false;
      case TRUE -> true;
      case LONG -> signed(cursor);
      case DOUBLE -> Double.longBitsToDouble(fixed(cursor));
      case STRING -> strings[(int) unsigned(cursor)];
      case LIST -> list(cursor);
      case MAP -> map(cursor);
      default -> throw new AssertionError("an arena holds an unknown tag");
    };
  }

  String string(int number) {
    return strings[number];
  }

  private List<@Nullable Object> list(Cursor cursor) {
    int size = (int) unsigned(cursor);
    var items = new @Nullable Object[size];
    for (int i = 0; i < size; i++) {
      items[i] = read(cursor);
    }
    return PlainData.list(items);
  }

  private Map<String, @Nullable Object> map(Cursor cursor) {
    int size = (int) unsigned(cursor);
    var entries = new LinkedHashMap<String, @Nullable Object>();
    for (int i = 0; i < size; i++) {
      String key = strings[(int) unsigned(cursor)];
      entries.put(key, read(cursor));
    }
    return PlainData.map(entries);
  }

  private long signed(Cursor cursor) {
    long folded = unsigned(cursor);
    return (folded >>> 1) ^ -(folded & 1);
  }

  private long unsigned(Cursor cursor) {
    long number = 0;
    for (int shift = 0; ; shift += 7) {
      byte part = bytes[cursor.at++];
      number |= (part & 0x7fL) << shift;
      if (part >= 0) {
        return number;
      }
    }
  }

  private long fixed(Cursor cursor) {
    long number = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      number = number << 8 | (bytes[cursor.at++] & 0xffL);
    }
    return number;
  }

  boolean sameAs(Arena that) {
    return Arrays.equals(bytes, that.bytes) && Arrays.equals(strings, that.strings);
  }

  /** Appends values; strings get their numbers in the order in which they first come. */
  static final class Writer {
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> strings = new ArrayList<>();
    private byte[] bytes = new byte[1024];
    private int size;

    int size() {
      return size;
    }

    int number(String string) {
      Integer known = numbers.putIfAbsent(string, strings.size());
      if (known == null) {
        strings.add(string);
        return strings.size() - 1;
      }
      return known;
    }

    String string(int number) {
      return strings.get(number);
    }

    void write(@Nullable Object value) {
      if (value == null) {
        put(NULL);
      } else if (value instanceof Boolean truth) {
        put(truth ? TRUE : FALSE);
      } else if (value instanceof Long number) {
        put(LONG);
        unsigned(number << 1 ^ number >> 63);
      } else if (value instanceof Double number) {
        put(DOUBLE);
        fixed(Double.doubleToLongBits(number));
      } else if (value instanceof String string) {
        put(STRING);
        unsigned(number(string));
      } else if (value instanceof List<?> items) {
        put(LIST);
        unsigned(items.size());
        items.forEach(this::write);
      } else {
        writeMap((Map<?, ?>) value);
      }
    }

    private void writeMap(Map<?, ?> map) {
      put(MAP);
      unsigned(map.size());
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        unsigned(number((String) entry.getKey()));
        write(entry.getValue());
      }
    }

    private void unsigned(long number) {
      long rest = number;
      while ((rest & ~0x7fL) != 0) {
        put((byte) (rest | 0x80));
        rest >>>= 7;
      }
      put((byte) rest);
    }

    private void fixed(long number) {
      for (int shift = 56; shift >= 0; shift -= 8) {
        put((byte) (number >>> shift));
      }
    }

    private void put(byte one) {
      if (size == bytes.length) {
        if (size == Integer.MAX_VALUE - 8) {
          throw new MalformedHistoryException(
              "the values of a history take more than 2 GiB: write shorter values, or less of"
                  + " them");
        }
        bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8L, size * 2L));
      }
      bytes[size++] = one;
    }

    Arena finish() {
      return new Arena(Arrays.copyOf(bytes, size), strings.toArray(String[]::new));
    }
  }
}
