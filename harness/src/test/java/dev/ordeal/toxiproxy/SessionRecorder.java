package dev.ordeal.toxiproxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * Records what a Toxiproxy server that runs already does in random sessions: {@code SessionRecorder
 * apiPort firstSeed count file}. A session whose outcome differs between two playings depends on
 * who was faster, tells nothing, and is left out.
 */
final class SessionRecorder {
  private static final int PATIENCE_MILLIS = 400;

  private SessionRecorder() {}

  public static void main(String[] arguments) throws IOException {
    int port = Integer.parseInt(arguments[0]);
    long first = Long.parseLong(arguments[1]);
    int count = Integer.parseInt(arguments[2]);
    List<String> lines = new ArrayList<>();
    int kept = 0;
    for (long seed = first; kept < count; seed++) {
      List<String> steps = SessionGenerator.session(seed);
      List<String> once = play(port, steps);
      if (!once.equals(play(port, steps))) {
        System.out.println("session " + seed + " is a race: left out");
        continue;
      }
      kept++;
      lines.add("session " + seed);
      for (int i = 0; i < steps.size(); i++) {
        lines.add("> " + steps.get(i));
        lines.add("< " + once.get(i));
      }
    }
    try (OutputStream file = Files.newOutputStream(Path.of(arguments[3]));
        PrintStream out = new PrintStream(new GZIPOutputStream(file), false, UTF_8)) {
      lines.forEach(out::println);
    }
  }

  private static List<String> play(int port, List<String> steps) throws IOException {
    try (SessionPlayer player = new SessionPlayer(port, PATIENCE_MILLIS)) {
      List<String> outcomes = new ArrayList<>();
      for (String step : steps) {
        outcomes.add(player.play(step));
      }
      player.deleteProxies();
      return outcomes;
    }
  }
}
