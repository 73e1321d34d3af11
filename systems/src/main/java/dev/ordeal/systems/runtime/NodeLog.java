package dev.ordeal.systems.runtime;

import java.io.PrintStream;
import java.time.Instant;

/** What a node says to whoever reads its log: one line each, with a time stamp. */
final class NodeLog {
  private final String node;
  private final PrintStream out;

  NodeLog(String node, PrintStream out) {
    this.node = node;
    this.out = out;
  }

  void say(String text) {
    out.println(Instant.now() + " " + node + " " + text.replace('\n', ' '));
    out.flush();
  }

  void say(String text, Throwable why) {
    say(text + ": " + why);
  }

  /** A mistake of ours: with the stack, on one line. */
  void bug(String text, Throwable why) {
    var line = new StringBuilder(text).append(": ").append(why);
    for (StackTraceElement frame : why.getStackTrace()) {
      line.append(" < ").append(frame);
    }
    say(line.toString());
  }
}
