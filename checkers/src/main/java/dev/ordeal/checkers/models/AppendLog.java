package dev.ordeal.checkers.models;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Role;
import dev.ordeal.checkers.Structure;
import java.util.List;
import java.util.Objects;

/**
 * A log that only grows: {@code append v} adds an entry at the end, {@code read} answers all
 * entries in order. The state holds the entries, the last at its head.
 */
public final class AppendLog implements Model<Chain> {

  @Override
  public String name() {
    return "append-log";
  }

  @Override
  public Chain initial() {
    return Chain.EMPTY;
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
  public boolean isHopeless(Chain entries, Call call) {
    return call.f().equals("read")
        && !(call.output() instanceof List<?> all && mayBecome(entries, all));
  }

  /** Whether the last of the entries stands at its place in a list. */
  private static boolean mayBecome(Chain entries, List<?> all) {
    return entries.isEmpty()
        || entries.size() <= all.size()
            && Objects.equals(entries.head(), all.get(entries.size() - 1));
  }

  @Override
  public Step<Chain> step(Chain entries, Call call) {
    return switch (call.f()) {
      case "append" -> Step.to(entries.with(call.input()));
      case "read" -> read(entries, call);
      default -> Step.illegal("a log has no " + call.f());
    };
  }

  private static Step<Chain> read(Chain entries, Call call) {
    if (!call.seen() || call.output() instanceof List<?> all && entries.isBackwards(all)) {
      return Step.to(entries);
    }
    String read =
        call.output() instanceof List<?> all ? all.size() + " entries are read" : "no list is read";
    return Step.illegal("stale-read", read + " where the log holds " + words(entries));
  }

  private static String words(Chain entries) {
    return entries.isEmpty()
        ? "no entries"
        : entries.size() + " entries, the last " + entries.head();
  }
}
