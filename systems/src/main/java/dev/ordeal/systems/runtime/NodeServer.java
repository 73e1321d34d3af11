package dev.ordeal.systems.runtime;

import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.port.ErrorCode;
import dev.ordeal.systems.port.Host;
import dev.ordeal.systems.port.MalformedBodyException;
import dev.ordeal.systems.port.Message;
import dev.ordeal.systems.port.NodeProgram;
import dev.ordeal.systems.port.Storage;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One node of a cluster in this JVM: it listens on one port for clients and peers, and runs a
 * program on one thread.
 */
public final class NodeServer implements AutoCloseable {
  /** Well below that of the storage, which wraps what arrives here. */
  private static final int NESTING = 100;

  private static final Duration REST = Duration.ofMillis(50);

  private final Clock wallClock = Clock.systemUTC();
  private final String name;
  private final NodeProgram program;
  private final NodeLog log;
  private final EventLoop loop;
  private final FileStorage storage;
  private final ServerSocketChannel listener;
  private final Map<String, PeerLink> peers = new HashMap<>();
  private final Map<String, Wire> clients = new HashMap<>();
  private final ByteBuffer incoming = ByteBuffer.allocateDirect(1 << 16);
  private final WallWatch wallWatch;
  private boolean led;

  /**
   * Where a node has its place.
   *
   * @param name the node's name
   * @param listen where it listens
   * @param peers where it reaches each other node
   * @param data the folder of its storage
   */
  public record Place(String name, Address listen, SortedMap<String, Address> peers, Path data) {}

  /**
   * Starts a node; it serves when this returns.
   *
   * @param out where its log goes
   * @param failed told that the disk failed; the node then answers nothing that needs the disk, and
   *     should be ended
   * @throws IOException if it cannot listen or its storage cannot be opened
   */
  public NodeServer(Place place, NodeProgram program, PrintStream out, Consumer<IOException> failed)
      throws IOException {
    this.name = place.name;
    this.program = program;
    this.log = new NodeLog(place.name, out);
    this.wallWatch = new WallWatch(log::say, wallClock.instant(), System.nanoTime());
    this.loop = new EventLoop("node-" + place.name, log);
    this.listener = listen(place.listen);
    long begin = System.nanoTime();
    this.storage = open(place.data, failed);
    var load = Duration.ofNanos(System.nanoTime() - begin);
    place.peers.forEach((peer, address) -> peers.put(peer, new PeerLink(loop, peer, address, log)));
    var host = new RealHost();
    loop.post(
        () -> {
          host.phase("recovery-load", load);
          program.start(host);
          noteRole();
          watchClock();
        });
    loop.register(listener, SelectionKey.OP_ACCEPT, this::accept);
    loop.start();
  }

  private static ServerSocketChannel listen(Address address) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(new InetSocketAddress(address.host(), address.port()));
      channel.configureBlocking(false);
      return channel;
    } catch (IOException | RuntimeException e) {
      EventLoop.closeQuietly(channel);
      throw new IOException("cannot listen on " + address + ": " + e.getMessage(), e);
    }
  }

  private FileStorage open(Path data, Consumer<IOException> failed) throws IOException {
    try {
      return new FileStorage(data, loop::post, failed);
    } catch (IOException e) {
      EventLoop.closeQuietly(listener);
      throw new IOException("cannot keep its data in " + data + ": " + e, e);
    }
  }

  /** The port on which it listens. */
  public int port() {
    return listener.socket().getLocalPort();
  }

  /** Without file descriptors every accept fails at once: again when some may be free. */
  private void accept(SelectionKey accepting) {
    SocketChannel channel;
    try {
      channel = listener.accept();
    } catch (IOException e) {
      log.say("could not take a connection, and tries again in " + REST.toMillis() + " ms", e);
      accepting.interestOps(0);
      loop.after(REST.toNanos(), () -> acceptAgain(accepting));
      return;
    }
    if (channel != null) {
      welcome(channel);
    }
  }

  private static void acceptAgain(SelectionKey accepting) {
    if (accepting.isValid()) {
      accepting.interestOps(SelectionKey.OP_ACCEPT);
    }
  }

  private void welcome(SocketChannel channel) {
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      var connection = new Connection();
      SelectionKey key = loop.register(channel, SelectionKey.OP_READ, connection);
      connection.wire = new Wire(channel, key, incoming);
    } catch (IOException e) {
      EventLoop.closeQuietly(channel);
      log.say("could not take a connection", e);
    }
  }

  /** A connection that somebody else opened, a client or a peer. */
  private final class Connection implements EventLoop.Handler {
    private @Nullable Wire wire;

    @Override
    public void ready(SelectionKey key) {
      Wire open = wire;
      if (open == null) {
        return;
      }
      try {
        if (key.isReadable()) {
          open.receive(line -> heard(open, line));
        }
        if (key.isValid() && key.isWritable()) {
          open.flush();
        }
      } catch (IOException e) {
        open.close();
        clients.values().removeIf(open::equals);
      }
    }
  }

  private void heard(Wire from, String line) {
    if (line.equals("\r")) {
      return;
    }
    Map<String, @Nullable Object> body;
    String src;
    try {
      Map<String, @Nullable Object> message = Json.read(line, NESTING);
      src = Bodies.text(message, "src");
      body = Bodies.fields(message, "body");
    } catch (IOException | MalformedBodyException e) {
      log.say("got a malformed line, and answered error 12", e);
      answer(from, "?", ErrorCode.MALFORMED_REQUEST.body(e.getMessage() + "; send {src, body}"));
      return;
    }
    if ("probe".equals(body.get("type"))) {
      // Somebody looks whether this node is reached, and what its clock says.
      wallWatch.look(wallClock.instant(), System.nanoTime());
      answer(from, src, Bodies.of("type", "probe_ok", "clock", wallClock.millis()));
      return;
    }
    if (!peers.containsKey(src)) {
      clients.put(src, from);
    }
    try {
      program.receive(new Message(src, body));
    } catch (RuntimeException e) {
      log.bug("the program failed at " + line, e);
    }
    noteRole();
  }

  private void answer(Wire to, String dest, Map<String, @Nullable Object> body) {
    try {
      to.send(line(dest, body));
    } catch (IOException e) {
      to.close();
    }
  }

  private String line(String dest, Map<String, @Nullable Object> body) {
    return Json.write(Bodies.of("src", name, "dest", dest, "body", body));
  }

  private void watchClock() {
    wallWatch.look(wallClock.instant(), System.nanoTime());
    loop.after(WallWatch.EVERY.toNanos(), this::watchClock);
  }

  private void noteRole() {
    boolean leads = program.leads();
    if (leads != led) {
      led = leads;
      log.say(leads ? "leads" : "no longer leads");
    }
  }

  @Override
  public void close() {
    loop.close();
    EventLoop.closeQuietly(listener);
    storage.close();
  }

  /** What the program sees of this JVM. */
  private final class RealHost implements Host {
    private final List<String> nodes;
    private final RandomGenerator random =
        new SplittableRandom(
            System.nanoTime() ^ ((long) name.hashCode() << 32) ^ ProcessHandle.current().pid());

    RealHost() {
      var names = new TreeSet<>(NodeServer::byLengthFirst);
      names.addAll(peers.keySet());
      names.add(name);
      nodes = List.copyOf(names);
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public List<String> nodes() {
      return nodes;
    }

    @Override
    public long now() {
      return System.nanoTime();
    }

    @Override
    public Instant wallClock() {
      return wallClock.instant();
    }

    @Override
    public RandomGenerator random() {
      return random;
    }

    @Override
    public void send(String dest, Map<String, @Nullable Object> body) {
      PeerLink peer = peers.get(dest);
      if (peer != null) {
        peer.send(line(dest, body));
        return;
      }
      Wire client = clients.get(dest);
      if (client != null) {
        answer(client, dest, body);
      }
    }

    @Override
    public Runnable after(Duration delay, Runnable task) {
      return loop.after(
          delay.toNanos(),
          () -> {
            task.run();
            noteRole();
          });
    }

    @Override
    public Storage storage() {
      return storage;
    }

    @Override
    public void log(String line) {
      log.say(line);
    }
  }

  /** n2 before n10. */
  private static int byLengthFirst(String one, String other) {
    return one.length() != other.length()
        ? Integer.compare(one.length(), other.length())
        : one.compareTo(other);
  }
}
