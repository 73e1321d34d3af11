package dev.ordeal.nemesis;

import dev.ordeal.history.Op;
import dev.ordeal.nemesis.internal.PlanParser;
import dev.ordeal.nemesis.internal.Quotes;
import java.util.Locale;
import java.util.regex.Pattern;

/** Something that may happen in a trial, as data: what a {@link Triggered} plan waits for. */
public sealed interface Trigger {

  /** As {@link #parse} and {@link Plan#parse} read it. */
  String words();

  /**
   * The trigger that prints as these words.
   *
   * @throws IllegalArgumentException naming the place that cannot be read
   */
  static Trigger parse(String words) {
    return PlanParser.trigger(words);
  }

  /** A client's operation was ok. */
  static OnOps ok(String f) {
    return new OnOps(1, Op.Type.OK, f);
  }

  /** That many operations of clients were ok. */
  static OnOps ok(long count, String f) {
    return new OnOps(count, Op.Type.OK, f);
  }

  /** One of these nodes prints a line in which the pattern is found. */
  static OnLog logs(Targets nodes, String pattern) {
    return new OnLog(nodes, pattern);
  }

  /** A node leads. */
  static OnLeader leader() {
    return new OnLeader(false);
  }

  /** Another node leads than did. */
  static OnLeader newLeader() {
    return new OnLeader(true);
  }

  /**
   * Clients' ops in the history.
   *
   * @param count how many, since it is waited for
   * @param type which events
   * @param f of which function; {@code *} for any
   */
  record OnOps(long count, Op.Type type, String f) implements Trigger {

    /** Refuses to wait for nothing. */
    public OnOps {
      if (count < 1) {
        throw new IllegalArgumentException("a trigger on " + count + " ops: give at least 1");
      }
    }

    /** Whether this event counts. */
    public boolean matches(Op event) {
      return !event.isNemesis() && event.type() == type && (f.equals("*") || f.equals(event.f()));
    }

    @Override
    public String words() {
      return (count == 1 ? "" : count + " ")
          + type.name().toLowerCase(Locale.ROOT)
          + " "
          + Quotes.word(f);
    }
  }

  /**
   * A line in the log of a node.
   *
   * @param nodes all, or nodes by name
   * @param pattern a regular expression, found anywhere in the line
   */
  record OnLog(Targets nodes, String pattern) implements Trigger {

    /** Refuses a pattern that is none, and nodes that nobody can know beforehand. */
    public OnLog {
      if (nodes != Targets.Share.ALL && !(nodes instanceof Targets.Named)) {
        throw new IllegalArgumentException(
            "a trigger on the log of " + nodes.word() + ": name the nodes, or all");
      }
      var unused = Pattern.compile(pattern);
    }

    @Override
    public String words() {
      return nodes.word() + " logs " + Quotes.quoted(pattern);
    }
  }

  /**
   * Who leads.
   *
   * @param anew whether it must be another than before
   */
  record OnLeader(boolean anew) implements Trigger {
    @Override
    public String words() {
      return anew ? "the leader changes" : "there is a leader";
    }
  }
}
