package dev.ordeal.results.run;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The fields of a JSON object, by type; what does not fit is refused with the field's name. */
final class Fields {
  private final String path;
  private final Map<?, ?> values;

  private Fields(String path, Map<?, ?> values) {
    this.path = path;
    this.values = values;
  }

  /** The fields of a whole document whose {@code version} is this one. */
  static Fields ofDocument(Map<String, @Nullable Object> values, int version) {
    var fields = new Fields("", values);
    long found = fields.number("version");
    if (found != version) {
      throw new IllegalArgumentException(
          "its version is " + found + "; this Ordeal reads version " + version);
    }
    return fields;
  }

  String text(String name) {
    return as(name, String.class, "a string");
  }

  long number(String name) {
    return as(name, Long.class, "a whole number");
  }

  int count(String name) {
    long number = number(name);
    if (number < Integer.MIN_VALUE || number > Integer.MAX_VALUE) {
      throw wrong(name, "a number of 32 bits");
    }
    return (int) number;
  }

  /** A place in a list of so many. */
  Optional<Integer> maybePlace(String name, int size) {
    if (values.get(name) == null) {
      return Optional.empty();
    }
    int place = count(name);
    if (place < 0 || place >= size) {
      throw wrong(name, "a place in a list of " + size);
    }
    return Optional.of(place);
  }

  Instant instant(String name) {
    try {
      return Instant.parse(text(name));
    } catch (DateTimeException e) {
      throw wrong(name, "an instant such as 2026-01-01T00:00:00Z");
    }
  }

  Duration duration(String name) {
    try {
      return Duration.parse(text(name));
    } catch (DateTimeException e) {
      throw wrong(name, "a duration such as PT30S");
    }
  }

  <E extends Enum<E>> E constant(String name, Class<E> kind) {
    String word = text(name);
    for (E constant : kind.getEnumConstants()) {
      if (constant.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(word)) {
        return constant;
      }
    }
    throw wrong(name, "one that this Ordeal knows");
  }

  Fields object(String name) {
    return new Fields(path + name + ".", as(name, Map.class, "an object"));
  }

  Optional<Fields> maybeObject(String name) {
    return values.get(name) == null ? Optional.empty() : Optional.of(object(name));
  }

  Optional<Boolean> maybeTruth(String name) {
    return values.get(name) == null
        ? Optional.empty()
        : Optional.of(as(name, Boolean.class, "true or false"));
  }

  @Nullable Object plain(String name) {
    return values.get(name);
  }

  List<String> texts(String name) {
    return list(name, String.class, "strings", Function.identity());
  }

  Optional<List<String>> maybeTexts(String name) {
    return values.get(name) == null ? Optional.empty() : Optional.of(texts(name));
  }

  <T> List<T> objects(String name, Function<Fields, T> each) {
    var at = new int[1];
    return list(
        name,
        Map.class,
        "objects",
        map -> each.apply(new Fields(path + name + "[" + at[0]++ + "].", map)));
  }

  /** The fields of the object in a field, each made into something by its name and value. */
  <T> Map<String, T> entries(String name, BiFunction<Fields, String, T> each) {
    Fields object = object(name);
    var made = new LinkedHashMap<String, T>();
    for (Object key : object.values.keySet()) {
      made.put((String) key, each.apply(object, (String) key));
    }
    return made;
  }

  private <F, T> List<T> list(String name, Class<F> kind, String what, Function<F, T> each) {
    var made = new ArrayList<T>();
    for (Object item : as(name, List.class, "a list")) {
      if (!kind.isInstance(item)) {
        throw wrong(name, "a list of " + what);
      }
      made.add(each.apply(kind.cast(item)));
    }
    return made;
  }

  private <T> T as(String name, Class<T> kind, String what) {
    Object value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("field " + path + name + " is missing");
    }
    if (!kind.isInstance(value)) {
      throw wrong(name, what);
    }
    return kind.cast(value);
  }

  private IllegalArgumentException wrong(String name, String what) {
    return new IllegalArgumentException("field " + path + name + " is not " + what);
  }
}
