package dev.ordeal.checkers.models;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Role;
import dev.ordeal.checkers.Structure;

/**
 * A source of ids: {@code generate} answers an id that it never answered before. The state is the
 * set of ids that somebody saw; an id that nobody saw changes nothing.
 */
public final class UniqueIds implements Model<HashTrieSet> {

  @Override
  public String name() {
    return "unique-ids";
  }

  @Override
  public HashTrieSet initial() {
    return HashTrieSet.empty();
  }

  @Override
  public boolean knows(String f) {
    return f.equals("generate");
  }

  @Override
  public Structure structure() {
    return new Structure.UniqueIds();
  }

  @Override
  public Role role(Call call) {
    return call.f().equals("generate") ? new Role.Issue(call.output()) : Role.OTHER;
  }

  @Override
  public boolean isAnonymous() {
    return true;
  }

  @Override
  public boolean isPure(Call call) {
    return !call.seen();
  }

  @Override
  public Step<HashTrieSet> step(HashTrieSet given, Call call) {
    if (!call.f().equals("generate")) {
      return Step.illegal("a source of ids has no " + call.f());
    }
    if (!call.seen()) {
      return Step.to(given);
    }
    var more = given.with(call.output());
    return more.size() > given.size()
        ? Step.to(more)
        : Step.illegal("duplicate-id", "id " + call.output() + " is given a second time");
  }
}
