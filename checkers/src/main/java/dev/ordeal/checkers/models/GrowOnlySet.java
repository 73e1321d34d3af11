package dev.ordeal.checkers.models;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Role;
import dev.ordeal.checkers.Structure;
import java.util.HashSet;
import java.util.List;

/**
 * A set that only grows: {@code add v} adds an element, which may be there already; {@code read}
 * answers a list of all elements, each once, in any order. The state is the set.
 */
public final class GrowOnlySet implements Model<HashTrieSet> {

  @Override
  public String name() {
    return "grow-only-set";
  }

  @Override
  public HashTrieSet initial() {
    return HashTrieSet.empty();
  }

  @Override
  public boolean knows(String f) {
    return f.equals("add") || f.equals("read");
  }

  @Override
  public Structure structure() {
    return new Structure.GrowOnlySet();
  }

  @Override
  public Role role(Call call) {
    return switch (call.f()) {
      case "add" -> new Role.Put(call.input());
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
  public boolean isNeedless(HashTrieSet set, Call call) {
    return call.f().equals("add") && set.contains(call.input());
  }

  /** A set never shrinks. */
  @Override
  public boolean isHopeless(HashTrieSet set, Call call) {
    return call.f().equals("read")
        && !(call.output() instanceof List<?> all && all.size() >= set.size());
  }

  @Override
  public Step<HashTrieSet> step(HashTrieSet set, Call call) {
    return switch (call.f()) {
      case "add" -> Step.to(set.with(call.input()));
      case "read" -> read(set, call);
      default -> Step.illegal("a grow-only set has no " + call.f());
    };
  }

  private static Step<HashTrieSet> read(HashTrieSet set, Call call) {
    if (!call.seen()) {
      return Step.to(set);
    }
    if (!(call.output() instanceof List<?> all)) {
      return Step.illegal("a read of a set answers no list: " + call.output());
    }
    if (new HashSet<>(all).size() < all.size()) {
      return Step.illegal("duplicate-element", "a read answers an element twice: " + all);
    }
    for (Object element : all) {
      if (!set.contains(element)) {
        return Step.illegal("unexpected-element", element + " is read, which was not added before");
      }
    }
    return all.size() == set.size()
        ? Step.to(set)
        : Step.illegal(
            "stale-read", all.size() + " elements are read where " + set.size() + " were added");
  }
}
