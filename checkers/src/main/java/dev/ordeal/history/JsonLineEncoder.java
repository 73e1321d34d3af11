package dev.ordeal.history;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes ops as lines of JSON into a buffer of its own that every op uses again; for one thread.
 *
 * <p>This is written by hand, not with Gson's writer, because a journal calls it for every op of a
 * trial while the trial runs.
 */
public final class JsonLineEncoder {
  private static final byte[] HEX =
      "0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

  private byte[] buffer = new byte[512];
  private int size;

  /** An encoder with a small buffer, which grows with the longest op. */
  public JsonLineEncoder() {}

  /**
   * One op as one line, its line feed included; what is returned is overwritten by the next call.
   */
  public ByteBuffer encode(Op op) {
    size = 0;
    append(op);
    return take();
  }

  /** The lines that were appended since the last take; they are overwritten by the next call. */
  public ByteBuffer take() {
    var lines = ByteBuffer.wrap(buffer, 0, size);
    size = 0;
    return lines;
  }

  /** Adds one op, as one line, to what {@link #take} returns. */
  public void append(Op op) {
    ascii("{\"index\":");
    number(op.index());
    ascii(",\"time\":");
    number(op.time());
    ascii(",\"process\":");
    number(op.process());
    ascii(
        switch (op.type()) {
          case INVOKE -> ",\"type\":\"invoke\",\"f\":";
          case OK -> ",\"type\":\"ok\",\"f\":";
          case FAIL -> ",\"type\":\"fail\",\"f\":";
          case INFO -> ",\"type\":\"info\",\"f\":";
        });
    string(op.f());
    if (op.value() != null) {
      ascii(",\"value\":");
      any(op.value());
    }
    if (op.error() != null) {
      ascii(",\"error\":");
      any(op.error());
    }
    ascii("}\n");
  }

  private void any(@Nullable Object value) {
    if (value instanceof Long number) {
      number(number);
    } else if (value instanceof String string) {
      string(string);
    } else if (value instanceof Map<?, ?> map) {
      byte before = '{';
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        put(before);
        string((String) entry.getKey());
        put((byte) ':');
        any(entry.getValue());
        before = ',';
      }
      ascii(map.isEmpty() ? "{}" : "}");
    } else if (value instanceof List<?> items) {
      byte before = '[';
      for (Object item : items) {
        put(before);
        any(item);
        before = ',';
      }
      ascii(items.isEmpty() ? "[]" : "]");
    } else {
      ascii(String.valueOf(value));
    }
  }

  private void number(long number) {
    if (number < 0) {
      ascii(Long.toString(number));
      return;
    }
    int digits = 1;
    for (long rest = number; rest >= 10; rest /= 10) {
      digits++;
    }
    room(digits);
    long rest = number;
    for (int at = size + digits - 1; at >= size; at--) {
      buffer[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    size += digits;
  }

  private void string(String string) {
    put((byte) '"');
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      if (c == '"' || c == '\\') {
        put((byte) '\\');
        put((byte) c);
      } else if (c >= 0x20 && c < 0x7f) {
        put((byte) c);
      } else if (c == '\n') {
        ascii("\\n");
      } else {
        i += beyondAscii(string, i);
      }
    }
    put((byte) '"');
  }

  /** Writes what is no plain ASCII; returns how many chars it took beyond the first. */
  private int beyondAscii(String string, int at) {
    int point = string.codePointAt(at);
    if (point >= 0xa0 && !isSurrogate(point) && point != 0x2028 && point != 0x2029) {
      utf8(point);
      return Character.charCount(point) - 1;
    }
    ascii("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      put(HEX[point >> shift & 0xf]);
    }
    return 0;
  }

  private static boolean isSurrogate(int point) {
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
  }

  private void utf8(int point) {
    if (point < 0x800) {
      put((byte) (0xc0 | point >> 6));
    } else if (point < 0x10000) {
      put((byte) (0xe0 | point >> 12));
      put((byte) (0x80 | point >> 6 & 0x3f));
    } else {
      put((byte) (0xf0 | point >> 18));
      put((byte) (0x80 | point >> 12 & 0x3f));
      put((byte) (0x80 | point >> 6 & 0x3f));
    }
    put((byte) (0x80 | point & 0x3f));
  }

  private void ascii(String text) {
    room(text.length());
    for (int i = 0; i < text.length(); i++) {
      buffer[size++] = (byte) text.charAt(i);
    }
  }

  private void put(byte one) {
    room(1);
    buffer[size++] = one;
  }

  private void room(int more) {
    if (buffer.length - size < more) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
    }
  }
}
