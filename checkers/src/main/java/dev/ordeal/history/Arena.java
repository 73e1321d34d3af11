package dev.ordeal.history;

import dev.ordeal.history.History.Pair;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The values of a history, one after the other in one array of bytes; strings are in a dictionary.
 *
 * <p>A long takes one byte and its digits (seven bits a byte, the sign folded in), a map its size
 * and per entry the number of its key: {@code {"token": 17}} takes five bytes.
 *
 * <p>Reading is what checkers do most. So a number of up to eight bytes is read as one word,
 * without a branch that depends on how long it is, and a short list at the top of a value, such as
 * {@code [key value]}, is a view: an item of it that nobody asks for is never read.
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

  /** A longer list is read at once; in a shorter one, items are found by skipping those before. */
  private static final int SHORT = 4;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** The bit that says of each byte of a number whether another one follows. */
  private static final long FOLLOWED = 0x8080808080808080L;

  /** The values, and then a word of nothing. */
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

  /** The value at a position; a short list keeps this arena, and reads its items when asked. */
  @Nullable Object value(int at) {
    byte tag = bytes[at];
    if (tag == LONG) {
      return signed(at + 1);
    }
    if (tag == LIST && bytes[at + 1] <= SHORT && bytes[at + 1] >= 0) {
      return new ShortList(this, at + 2);
    }
    return tag == NULL ? null : read(new Cursor(at));
  }

  /** What the value at a position is, seen as a pair; its longs are read. */
  Pair pair(int at, long[] into) {
    int first = at + 2;
    if (bytes[at] != LIST || bytes[at + 1] != 2 || bytes[first] != LONG) {
      return Pair.NONE;
    }
    into[0] = signed(first + 1);
    int second = next(first);
    if (bytes[second] != LONG) {
      return bytes[second] == NULL ? Pair.LONG_AND_NIL : Pair.NONE;
    }
    into[1] = signed(second + 1);
    return Pair.LONGS;
  }

  /** The items of a list that lie one after the other, after its size. */
  private static final class ShortList extends PlainData.View {
    private final Arena arena;
    private final int first;

    ShortList(Arena arena, int first) {
      this.arena = arena;
      this.first = first;
    }

    @Override
    public @Nullable Object get(int index) {
      int at = first;
      for (int i = Objects.checkIndex(index, size()); i > 0; i--) {
        at = arena.next(at);
      }
      return arena.bytes[at] == LONG ? (Object) arena.signed(at + 1) : arena.read(new Cursor(at));
    }

    @Override
    public int size() {
      return arena.bytes[first - 1];
    }
  }

  /** Where the value after that at a position begins. */
  private int next(int at) {
    if (bytes[at] == LONG) {
      long stops = ~word(at + 1) & FOLLOWED;
      if (stops != 0) {
        return at + 2 + (Long.numberOfTrailingZeros(stops) >> 3);
      }
    }
    var cursor = new Cursor(at);
    read(cursor);
    return cursor.at;
  }

  private long word(int at) {
    return (long) WORD.get(bytes, at);
  }

  /** The long whose digits begin at a position. */
  private long signed(int at) {
    long word = word(at);
    long stops = ~word & FOLLOWED;
    if (stops == 0) {
      return signed(new Cursor(at));
    }
    // What belongs to it are the bytes until the first that none follows, seven bits of each.
    long digits = word & (stops ^ stops - 1) & ~FOLLOWED;
    digits = digits & 0x007f007f007f007fL | (digits & 0x7f007f007f007f00L) >>> 1;
    digits = digits & 0x00003fff00003fffL | (digits & 0x3fff00003fff0000L) >>> 2;
    digits = digits & 0x000000000fffffffL | (digits & 0x0fffffff00000000L) >>> 4;
    return (digits >>> 1) ^ -(digits & 1);
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

    /**
     * Takes back what was written from a position on if the same stands at an earlier one.
     *
     * @return where it stands
     */
    int once(int from, int earlier) {
      int length = size - from;
      boolean isSame =
          earlier + length <= from
              && Arrays.equals(bytes, earlier, earlier + length, bytes, from, size);
      if (isSame) {
        Arrays.fill(bytes, from, size, NULL);
        size = from;
      }
      return isSame ? earlier : from;
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
      return new Arena(Arrays.copyOf(bytes, size + Long.BYTES), strings.toArray(String[]::new));
    }
  }
}
