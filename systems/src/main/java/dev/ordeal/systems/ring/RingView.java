package dev.ordeal.systems.ring;

import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.port.MalformedBodyException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who is on the ring. Each view but the first was chosen by the register of all nodes, so that
 * there is one view of each version.
 *
 * @param version grows by one with each change
 * @param members in the order of their names
 * @param from who was on the ring before, while keys are on their way from them to the members;
 *     empty once they have arrived
 */
record RingView(long version, List<String> members, List<String> from) {

  /** Whether no keys are on their way. */
  boolean settled() {
    return from.isEmpty();
  }

  boolean newerThan(RingView other) {
    return version > other.version;
  }

  /** The next view, in force at once. */
  RingView next(List<String> members) {
    return new RingView(version + 1, members, List.of());
  }

  /** The next view, in which the keys are yet to move. */
  RingView moving(List<String> members) {
    return new RingView(version + 1, members, this.members);
  }

  /** The next view, in which they have moved. */
  RingView arrived() {
    return next(members);
  }

  Map<String, @Nullable Object> body() {
    return Bodies.of("version", version, "members", members, "from", from);
  }

  /**
   * The view that a body tells.
   *
   * @throws MalformedBodyException if it tells none
   */
  static RingView of(Map<String, @Nullable Object> body) {
    return new RingView(
        Bodies.number(body, "version"), names(body, "members"), names(body, "from"));
  }

  private static List<String> names(Map<String, @Nullable Object> body, String field) {
    var names = new ArrayList<String>();
    if (body.get(field) instanceof List<?> items) {
      for (Object item : items) {
        if (item instanceof String name) {
          names.add(name);
        }
      }
      return List.copyOf(names);
    }
    throw new MalformedBodyException("the field '" + field + "' is not a list of names");
  }
}
