package dev.ordeal.results.run;

import java.util.Objects;

/**
 * What a trial ran on.
 *
 * @param java the version and vendor of the JVM
 * @param os the operating system: name, version, architecture
 * @param cores the processors that the JVM may use
 * @param ordeal the version of Ordeal
 */
public record Environment(String java, String os, int cores, String ordeal) {

  /** This JVM's. */
  public static Environment here() {
    String version = Environment.class.getPackage().getImplementationVersion();
    return new Environment(
        System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")",
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors(),
        Objects.requireNonNullElse(version, "development"));
  }
}
