package dev.ordeal.checkers.models;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Role;
import dev.ordeal.checkers.Structure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.ListIterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A log that only grows: {@code append v} adds an entry at the end, {@code read} answers all
 * entries in order.
 */
public final class AppendLog implements Model<AppendLog.Entries> {

  /**
   * The entries so far: a list that shares all but its last entry with the list before it, and
   * knows its length and hash.
   */
  public static final class Entries {
    private static final Entries NONE = new Entries();

    private final @Nullable Entries before;
    private final @Nullable Object last;
    private final int size;
    private final int hash;

    private Entries() {
      before = null;
      last = null;
      size = 0;
      hash = 1;
    }

    private Entries(Entries before, @Nullable Object last) {
      this.before = before;
      this.last = last;
      this.size = before.size + 1;
      this.hash = 31 * before.hash + Objects.hashCode(last);
    }

    /** How many there are. */
    public int size() {
      return size;
    }

    /** Whether a list has the same entries in the same order. */
    public boolean is(List<?> list) {
      if (list.size() != size) {
        return false;
      }
      ListIterator<?> backwards = list.listIterator(size);
      for (var rest = this; rest.before != null; rest = rest.before) {
        if (!Objects.equals(rest.last, backwards.previous())) {
          return false;
        }
      }
      return true;
    }

    /** Whether the last of them stands at its place in a list. */
    private boolean mayBecome(List<?> list) {
      return size == 0 || size <= list.size() && Objects.equals(last, list.get(size - 1));
    }

    /** All of them, in order. */
    public List<@Nullable Object> toList() {
      var all = new ArrayList<@Nullable Object>(size);
      for (var rest = this; rest.before != null; rest = rest.before) {
        all.add(rest.last);
      }
      Collections.reverse(all);
      return all;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      if (!(other instanceof Entries that) || size != that.size || hash != that.hash) {
        return false;
      }
      var mine = this;
      var others = that;
      // Lists of one history mostly share all they have in common.
      while (mine != others && mine.before != null && others.before != null) {
        if (!Objects.equals(mine.last, others.last)) {
          return false;
        }
        mine = mine.before;
        others = others.before;
      }
      return true;
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public String toString() {
      return size == 0 ? "no entries" : size + " entries, the last " + last;
    }
  }

  @Override
  public String name() {
    return "append-log";
  }

  @Override
  public Entries initial() {
    return Entries.NONE;
  }

  @Override
  public boolean knows(String f) {
    return f.equals("append") || f.equals("read");
  }

  @Override
  public Structure structure() {
    return new Structure.Log();
  }

  @Override
  public Role role(Call call) {
    return switch (call.f()) {
      case "append" -> new Role.Put(call.input());
      case "read" -> new Role.Read(call.output());
      default -> Role.OTHER;
    };
  }

  @Override
  public boolean isAnonymous() {
    return true;
  }

  @Override
  public boolean isPure(Call call) {
    return call.f().equals("read");
  }

  @Override
  public boolean isBlind(Call call) {
    return call.f().equals("append");
  }

  /** A log never shrinks, and its entries keep their places. */
  @Override
  public boolean isHopeless(Entries entries, Call call) {
    return call.f().equals("read")
        && !(call.output() instanceof List<?> all && entries.mayBecome(all));
  }

  @Override
  public Step<Entries> step(Entries entries, Call call) {
    return switch (call.f()) {
      case "append" -> Step.to(new Entries(entries, call.input()));
      case "read" -> read(entries, call);
      default -> Step.illegal("a log has no " + call.f());
    };
  }

  private static Step<Entries> read(Entries entries, Call call) {
    if (!call.seen() || call.output() instanceof List<?> all && entries.is(all)) {
      return Step.to(entries);
    }
    String read =
        call.output() instanceof List<?> all ? all.size() + " entries are read" : "no list is read";
    return Step.illegal("stale-read", read + " where the log holds " + entries);
  }
}
