package dev.ordeal.systems.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.systems.Systems;
import dev.ordeal.systems.port.Bodies;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes in this JVM over real loopback sockets. */
class NodeServerTest {
  @TempDir private Path folder;
  private final Map<Integer, NodeServer> running = new TreeMap<>();
  private final List<Integer> ports = new ArrayList<>();

  @AfterEach
  void stop_all() {
    running.values().forEach(NodeServer::close);
  }

  private void cluster(String system, int nodes) throws IOException {
    for (int i = 0; i < nodes; i++) {
      try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        ports.add(free.getLocalPort());
      }
    }
    for (int i = 1; i <= nodes; i++) {
      start(system, i);
    }
  }

  private void start(String system, int node) throws IOException {
    var peers = new TreeMap<String, Address>();
    for (int i = 1; i <= ports.size(); i++) {
      if (i != node) {
        peers.put("n" + i, new Address("127.0.0.1", ports.get(i - 1)));
      }
    }
    var place =
        new NodeServer.Place(
            "n" + node,
            new Address("127.0.0.1", ports.get(node - 1)),
            peers,
            folder.resolve("n" + node));
    var quiet = new PrintStream(java.io.OutputStream.nullOutputStream());
    running.put(
        node,
        new NodeServer(
            place,
            Systems.named(system, Map.of()).get(),
            quiet,
            why -> {
              throw new AssertionError("the disk failed", why);
            }));
  }

  private LineClient client(String name, int node) throws IOException {
    return new LineClient(name, ports.get(node - 1));
  }

  private static Map<String, @Nullable Object> askUntilServed(
      LineClient client, @Nullable Object... request) throws IOException {
    while (true) {
      Map<String, @Nullable Object> answer = client.ask(request);
      if (!Long.valueOf(11).equals(answer.get("code"))) {
        return answer;
      }
    }
  }

  @Test
  void a_cluster_grants_the_lock_and_keeps_the_resource() throws IOException {
    cluster("lock-fenced", 3);
    try (LineClient one = client("c1", 1);
        LineClient two = client("c2", 2)) {
      assertThat(askUntilServed(one, "type", "acquire", "owner", "p1"))
          .containsEntry("type", "acquire_ok")
          .containsEntry("token", 1L);
      assertThat(askUntilServed(two, "type", "acquire", "owner", "p2")).containsEntry("code", 22L);
      assertThat(one.ask("type", "write", "owner", "p1", "token", 1L, "value", "x"))
          .containsEntry("type", "write_ok");
      assertThat(two.ask("type", "read")).containsEntry("token", 1L).containsEntry("value", "x");
      assertThat(two.ask("type", "role")).containsEntry("role", "follower");
    }
  }

  @Test
  void nodes_that_are_closed_and_started_again_know_what_they_answered() throws IOException {
    cluster("lock-fenced", 3);
    try (LineClient one = client("c1", 1)) {
      askUntilServed(one, "type", "acquire", "owner", "p1");
      one.ask("type", "write", "owner", "p1", "token", 1L, "value", 5L);
    }
    for (int node = 1; node <= 3; node++) {
      running.remove(node).close();
    }
    for (int node = 1; node <= 3; node++) {
      start("lock-fenced", node);
    }
    try (LineClient three = client("c3", 3)) {
      assertThat(askUntilServed(three, "type", "read")).containsEntry("value", 5L);
    }
  }

  @Test
  void a_peer_that_comes_back_is_reached_again() throws IOException {
    cluster("lock-lease", 2);
    try (LineClient two = client("c1", 2)) {
      assertThat(two.ask("type", "read")).containsEntry("type", "read_ok");
      running.remove(1).close();
      assertThat(two.ask("type", "read")).containsEntry("type", "error").containsEntry("code", 0L);
      start("lock-lease", 1);
      Map<String, @Nullable Object> answer;
      do {
        answer = two.ask("type", "read");
      } while (Long.valueOf(0).equals(answer.get("code")));
      assertThat(answer).containsEntry("type", "read_ok");
    }
  }

  @Test
  void a_stranger_who_does_not_speak_the_protocol_is_told_and_harms_nobody() throws IOException {
    cluster("lock-fenced", 1);
    try (LineClient stranger = client("c1", 1);
        LineClient guest = client("c2", 1)) {
      for (String line :
          List.of("hello", "", "{}", "{\"src\":1,\"body\":{}}", "{\"src\":\"x\",\"body\":[]}")) {
        stranger.send(line);
        Map<String, @Nullable Object> answer =
            Bodies.fields(Json.read(stranger.line(), 100), "body");
        assertThat(answer).as("answer to '%s'", line).containsEntry("code", 12L);
      }
      assertThat(stranger.ask("type", 7L)).containsEntry("code", 12L);
      assertThat(stranger.ask("type", "sing")).containsEntry("code", 10L);
      assertThat(stranger.ask("type", "acquire", "owner", 7L)).containsEntry("code", 12L);
      stranger.send("{\"src\":\"n1\",\"body\":{\"type\":\"prepare\"}}");
      assertThat(guest.ask("type", "ping")).containsEntry("type", "ping_ok");
    }
  }

  @Test
  void a_line_without_end_costs_the_stranger_the_connection() throws IOException {
    cluster("lock-fenced", 1);
    try (LineClient stranger = client("c1", 1);
        LineClient guest = client("c2", 1)) {
      assertThatThrownBy(
              () -> {
                stranger.send("x".repeat(2 * Wire.LONGEST_LINE));
                stranger.line();
              })
          .isInstanceOf(IOException.class);
      assertThat(guest.ask("type", "ping")).containsEntry("type", "ping_ok");
    }
  }

  @Test
  void an_occupied_port_is_named() throws IOException {
    cluster("lock-fenced", 1);
    assertThatThrownBy(() -> start("lock-fenced", 1))
        .hasMessageContaining("cannot listen on 127.0.0.1:" + ports.get(0));
  }
}
