package dev.ordeal.systems;

import dev.ordeal.systems.runtime.NodeServer;
import java.io.IOException;

/** Runs one node of a system that syncs nothing, until its stdin ends. */
public final class UnsyncedMain {

  private UnsyncedMain() {}

  /** Takes the arguments of {@link Main}. */
  public static void main(String[] args) throws IOException {
    var options = NodeOptions.parse(args);
    var program = new Unsynced(Systems.named(options.system(), options.options()).get());
    try (var node =
        new NodeServer(options.place(), program, System.out, why -> Runtime.getRuntime().halt(1))) {
      System.out.println(options.place().name() + " serves on port " + node.port());
      while (System.in.read() >= 0) {
        continue;
      }
    }
  }
}
