package dev.ordeal.systems;

import dev.ordeal.systems.port.NodeProgram;
import dev.ordeal.systems.runtime.NodeServer;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;

/**
 * Runs one node of a system under test until it is killed.
 *
 * <p>It prints {@code n1 ready on 127.0.0.1:4001} once it serves. It ends with status 2 if it was
 * called wrongly, with 1 if it could not start or its disk failed.
 */
public final class Main {
  private static final int MISUSE = 2;
  private static final int FAILED = 1;

  private Main() {}

  /** Starts the node that the arguments describe; they are explained by calling it without any. */
  public static void main(String[] args) throws InterruptedException {
    Thread.setDefaultUncaughtExceptionHandler((thread, why) -> fail("broke down", why));
    NodeOptions options;
    NodeProgram program;
    try {
      options = NodeOptions.parse(args);
      program = Systems.named(options.system(), options.options()).get();
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.println(NodeOptions.usage());
      System.exit(MISUSE);
      return;
    }
    try {
      var node =
          new NodeServer(
              options.place(), program, System.out, why -> fail("cannot write its data", why));
      System.out.println(
          options.place().name()
              + " ready on "
              + options.place().listen().host()
              + ":"
              + node.port());
      System.out.flush();
    } catch (IOException e) {
      System.err.println(options.place().name() + " cannot start: " + e.getMessage());
      System.exit(FAILED);
    }
    if (options.untilStdinEnds()) {
      haltAtEndOf(System.in);
    }
    new CountDownLatch(1).await();
  }

  private static void fail(String what, Throwable why) {
    System.out.println(Instant.now() + " this node ends, for it " + what + ": " + why);
    why.printStackTrace();
    System.out.flush();
    Runtime.getRuntime().halt(FAILED);
  }

  /** Whoever holds the other end of stdin may die in any way: the end of the stream tells. */
  private static void haltAtEndOf(InputStream in) {
    try {
      while (in.read() >= 0) {
        // What is said there does not matter.
      }
    } catch (IOException e) {
      // An unreadable stdin has ended.
    }
    Runtime.getRuntime().halt(0);
  }
}
