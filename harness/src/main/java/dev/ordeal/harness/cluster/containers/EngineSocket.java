package dev.ordeal.harness.cluster.containers;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The plainest way to ask an engine: one HTTP request without an API version, which every engine
 * understands. It says what is wrong before, and when, Testcontainers cannot.
 *
 * @param host as {@code DOCKER_HOST} has it: {@code unix:///path} or {@code tcp://host:port}
 */
record EngineSocket(String host) {

  /** An answer: its status, and its body as it came. */
  record Answer(int status, String body) {

    /** The body's first JSON object; fails if there is none. */
    JsonObject json() throws IOException {
      int start = body.indexOf('{');
      if (start < 0) {
        throw new IOException("no JSON in its answer");
      }
      var text = body.substring(start, body.lastIndexOf('}') + 1);
      return JsonParser.parseString(text).getAsJsonObject();
    }
  }

  static EngineSocket of(Path socket) {
    return new EngineSocket("unix://" + socket);
  }

  boolean isUnix() {
    return host.startsWith("unix://");
  }

  /** The file of a Unix socket. */
  Path path() {
    return Path.of(host.substring("unix://".length()));
  }

  /**
   * Sends a request and reads the whole answer.
   *
   * @throws IllegalArgumentException if the host is no address
   */
  Answer ask(String method, String target, Duration patience) throws IOException, TimeoutException {
    var answer = new CompletableFuture<Answer>();
    var address = address();
    try (var channel =
        isUnix() ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open()) {
      var thread =
          new Thread(
              () -> {
                try {
                  answer.complete(exchange(channel, address, method, target));
                } catch (IOException | RuntimeException failure) {
                  answer.completeExceptionally(failure);
                }
              },
              "ordeal-engine-probe");
      thread.setDaemon(true);
      thread.start();
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupt);
    } catch (ExecutionException failure) {
      throw failure.getCause() instanceof IOException cause
          ? cause
          : new IOException(failure.getCause());
    }
  }

  private SocketAddress address() throws IOException {
    if (isUnix()) {
      return UnixDomainSocketAddress.of(path());
    }
    var uri = URI.create(host);
    if (uri.getHost() == null || uri.getPort() < 0) {
      throw new IllegalArgumentException(host);
    }
    var address = new InetSocketAddress(uri.getHost(), uri.getPort());
    if (address.isUnresolved()) {
      throw new UnknownHostException(uri.getHost());
    }
    return address;
  }

  /** HTTP 1.0: the answer is not cut into chunks, and ends with the connection. */
  private static Answer exchange(
      SocketChannel channel, SocketAddress address, String method, String target)
      throws IOException {
    channel.connect(address);
    var request = method + " " + target + " HTTP/1.0\r\nHost: docker\r\nContent-Length: 0\r\n\r\n";
    channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
    InputStream in = Channels.newInputStream(channel);
    var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    int end = text.indexOf("\r\n\r\n");
    var words = text.split(" ", 3);
    if (end < 0 || !words[0].startsWith("HTTP/") || !words[1].matches("\\d{3}")) {
      throw new IOException("its answer is not HTTP");
    }
    return new Answer(Integer.parseInt(words[1]), text.substring(end + 4));
  }
}
