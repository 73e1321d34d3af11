package dev.ordeal.harness.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of these classes that owns a cluster, started so that a terminal's signals reach it. */
public final class OwnerJvm {

  private OwnerJvm() {}

  /** The command line of a main class. */
  public static List<String> command(Class<?> main, String... arguments) {
    var command = new ArrayList<String>();
    if (System.getProperty("os.name").startsWith("Linux")) {
      // A build in the background ignores SIGINT, and whoever it starts would inherit that.
      command.addAll(List.of("env", "--default-signal=INT"));
    }
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Does what Ctrl-C does, and waits for the end. */
  public static void interrupt(Process owner) throws Exception {
    var kill = new ProcessBuilder("kill", "-INT", Long.toString(owner.pid())).start();
    assertThat(kill.waitFor()).isZero();
    assertThat(owner.waitFor(60, TimeUnit.SECONDS)).as("it ends when interrupted").isTrue();
  }
}
