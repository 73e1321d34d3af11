package dev.ordeal.systems;

import dev.ordeal.systems.runtime.Address;
import dev.ordeal.systems.runtime.NodeServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the command line of {@link Main} says.
 *
 * @param system the system's name
 * @param place where the node has its place
 * @param options the system's own options
 * @param untilStdinEnds whether the node ends when its stdin does
 */
record NodeOptions(
    String system, NodeServer.Place place, Map<String, String> options, boolean untilStdinEnds) {

  static String usage() {
    return "usage: java -cp ordeal-systems.jar:gson.jar dev.ordeal.systems.Main --system "
        + String.join("|", Systems.names())
        + " --name n1 --listen HOST:PORT [--peers n2=HOST:PORT,...] --data FOLDER"
        + " [--option key=value ...] [--until-stdin-ends]";
  }

  /**
   * Reads the arguments.
   *
   * @throws IllegalArgumentException if one is unknown, missing or malformed
   */
  static NodeOptions parse(String[] args) {
    var given = new HashMap<String, String>();
    var options = new HashMap<String, String>();
    boolean untilStdinEnds = false;
    for (Iterator<String> rest = List.of(args).iterator(); rest.hasNext(); ) {
      String name = rest.next();
      switch (name) {
        case "--until-stdin-ends" -> untilStdinEnds = true;
        case "--option" -> {
          String[] pair = pair(name, value(name, rest));
          options.put(pair[0], pair[1]);
        }
        case "--system", "--name", "--listen", "--peers", "--data" ->
            given.put(name, value(name, rest));
        default -> throw new IllegalArgumentException("unknown argument " + name);
      }
    }
    String node = required(given, "--name");
    var place =
        new NodeServer.Place(
            node,
            Address.parse(required(given, "--listen")),
            peers(node, given.getOrDefault("--peers", "")),
            Path.of(required(given, "--data")));
    return new NodeOptions(required(given, "--system"), place, options, untilStdinEnds);
  }

  private static String value(String name, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(name + " needs a value");
    }
    return rest.next();
  }

  private static String required(Map<String, String> given, String name) {
    String value = given.get(name);
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value;
  }

  private static String[] pair(String name, String text) {
    int sign = text.indexOf('=');
    if (sign <= 0) {
      throw new IllegalArgumentException(name + ": '" + text + "' is not of the form key=value");
    }
    return new String[] {text.substring(0, sign), text.substring(sign + 1)};
  }

  private static SortedMap<String, Address> peers(String self, String text) {
    var peers = new TreeMap<String, Address>();
    int start = 0;
    while (start < text.length()) {
      int comma = text.indexOf(',', start);
      int end = comma < 0 ? text.length() : comma;
      String[] pair = pair("--peers", text.substring(start, end));
      if (pair[0].equals(self)) {
        throw new IllegalArgumentException("--peers names this node itself: " + self);
      }
      peers.put(pair[0], Address.parse(pair[1]));
      start = end + 1;
    }
    return peers;
  }
}
