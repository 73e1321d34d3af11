package dev.ordeal.harness.cluster.links;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.ordeal.harness.cluster.Grudge;
import dev.ordeal.harness.cluster.HostPort;
import dev.ordeal.harness.cluster.Network.Cut;
import dev.ordeal.toxiproxy.ToxiproxyServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Somebody who looks at the server all the time sees a partition, or none, but never a part. */
@Timeout(60)
class JointChangeTest {
  private static final List<String> NODES = List.of("n1", "n2", "n3", "n4", "n5");

  private ToxiproxyServer server;
  private LinkMesh mesh;

  @BeforeEach
  void open() throws IOException {
    server = ToxiproxyServer.builder().start();
    var layout = new LoopbackLayout(to -> new HostPort("127.0.0.1", 9));
    mesh = LinkMesh.open(new HostPort("127.0.0.1", server.port()), NODES, layout);
  }

  @AfterEach
  void close() {
    mesh.close();
    server.close();
  }

  /** How many things of ours are in force: toxics, and proxies that are disabled. */
  private int inForce() throws IOException {
    var url = URI.create("http://127.0.0.1:" + server.port() + "/proxies").toURL();
    int inForce = 0;
    try (var body = url.openStream()) {
      var text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
      for (var proxy : JsonParser.parseString(text).getAsJsonObject().entrySet()) {
        var one = proxy.getValue().getAsJsonObject();
        inForce +=
            one.getAsJsonArray("toxics").size() + (one.get("enabled").getAsBoolean() ? 0 : 1);
      }
    }
    return inForce;
  }

  @ParameterizedTest
  @EnumSource(Cut.class)
  void nobody_sees_half_a_partition(Cut style) throws Exception {
    var halves = Grudge.between(List.of(List.of("n1", "n2"), List.of("n3", "n4", "n5")));
    mesh.cut(halves, style);
    int whole = inForce();
    assertThat(whole).isGreaterThanOrEqualTo(12);
    mesh.heal();

    var over = new AtomicBoolean();
    var partitions =
        new Thread(
            () -> {
              while (!over.get()) {
                mesh.cut(halves, style).lift();
              }
            });
    partitions.start();
    Set<Integer> seen = new TreeSet<>();
    try {
      while (seen.size() < 2) {
        seen.add(inForce());
      }
      for (int look = 0; look < 100; look++) {
        seen.add(inForce());
      }
    } finally {
      over.set(true);
      partitions.join();
    }
    assertThat(seen).containsExactly(0, whole);
  }
}
