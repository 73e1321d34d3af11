package dev.ordeal.toxiproxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * Random sessions whose outcomes were recorded from the original (Shopify's, at the state of May
 * 2026) by {@link SessionRecorder}, played against ours.
 */
class SessionReplayTest {
  private static final int SESSIONS = 500;

  /** A silence is believed only after the longer of these. */
  private static final int[] PATIENCES_MILLIS = {150, 3_000};

  private record Recorded(String name, List<String> steps, List<String> outcomes) {}

  private static List<Recorded> recorded() throws IOException {
    List<Recorded> sessions = new ArrayList<>();
    try (InputStream in =
            Objects.requireNonNull(
                SessionReplayTest.class.getResourceAsStream("/toxiproxy/sessions.txt.gz"));
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(new GZIPInputStream(in), UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.startsWith("session ")) {
          sessions.add(new Recorded(line, new ArrayList<>(), new ArrayList<>()));
        } else {
          Recorded last = sessions.get(sessions.size() - 1);
          (line.startsWith("> ") ? last.steps() : last.outcomes()).add(line.substring(2));
        }
      }
    }
    return sessions;
  }

  @Test
  void every_session_goes_as_it_went_with_the_original() throws Exception {
    List<Recorded> sessions = recorded();
    assertThat(sessions).hasSize(SESSIONS);
    ExecutorService players = Executors.newFixedThreadPool(8);
    try {
      List<Future<List<String>>> differences = new ArrayList<>();
      for (Recorded session : sessions) {
        differences.add(players.submit(() -> differences(session)));
      }
      List<String> all = new ArrayList<>();
      for (Future<List<String>> found : differences) {
        all.addAll(found.get());
      }
      assertThat(all).as(() -> String.join("\n", all)).isEmpty();
    } finally {
      players.shutdownNow();
    }
  }

  private static List<String> differences(Recorded session) throws IOException {
    List<String> found = List.of();
    for (int patienceMillis : PATIENCES_MILLIS) {
      found = differences(session, patienceMillis);
      if (found.isEmpty()) {
        return found;
      }
    }
    return found;
  }

  private static List<String> differences(Recorded session, int patienceMillis) throws IOException {
    List<String> found = new ArrayList<>();
    try (ToxiproxyServer server = ToxiproxyServer.builder().start();
        SessionPlayer player = new SessionPlayer(server.port(), patienceMillis)) {
      for (int i = 0; i < session.steps().size(); i++) {
        String outcome = player.play(session.steps().get(i));
        if (!outcome.equals(session.outcomes().get(i))) {
          found.add(
              "%s, step %d: %s%n  original: %s%n  ours:     %s"
                  .formatted(
                      session.name(),
                      i,
                      session.steps().get(i),
                      session.outcomes().get(i),
                      outcome));
        }
      }
    }
    return found;
  }
}
