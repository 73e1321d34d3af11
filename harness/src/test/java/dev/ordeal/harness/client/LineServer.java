package dev.ordeal.harness.client;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.ToNumberPolicy;
import com.google.gson.reflect.TypeToken;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Function;

/** A server of newline-delimited JSON that answers as it is told. */
final class LineServer implements AutoCloseable {
  private static final Gson JSON =
      new GsonBuilder()
          .serializeNulls()
          .setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE)
          .create();
  private static final TypeToken<Map<String, Object>> OBJECT = new TypeToken<>() {};

  private final ServerSocket listener = new ServerSocket(0, 50, loopback());
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Map<String, Object>> messages = new LinkedBlockingQueue<>();
  private volatile Consumer<Map<String, Object>> behaviour = message -> {};

  private final Thread accepting;

  LineServer() throws IOException {
    accepting = daemon(this::accept);
  }

  static InetAddress loopback() throws IOException {
    return InetAddress.getByName("127.0.0.1");
  }

  InetSocketAddress address() {
    return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
  }

  /** The messages that came, oldest first. */
  BlockingQueue<Map<String, Object>> messages() {
    return messages;
  }

  void answer(Function<Map<String, Object>, Map<String, Object>> answer) {
    behaviour = message -> send(message, answer.apply(body(message)));
  }

  /** Answers a batch at a time, in random order. */
  void answerShuffled(
      int batch, long seed, Function<Map<String, Object>, Map<String, Object>> answer) {
    var random = new Random(seed);
    var waiting = new ArrayList<Map<String, Object>>();
    behaviour =
        message -> {
          waiting.add(message);
          if (waiting.size() == batch) {
            Collections.shuffle(waiting, random);
            waiting.forEach(one -> send(one, answer.apply(body(one))));
            waiting.clear();
          }
        };
  }

  void answerWith(String line) {
    behaviour = message -> write(line);
  }

  void swallow() {
    messages.clear();
    behaviour = message -> {};
  }

  void awaitSwallowed() throws InterruptedException {
    messages.take();
  }

  /** Answers a message with a body. */
  void send(Map<String, Object> message, Map<String, Object> answer) {
    var body = new LinkedHashMap<String, Object>(answer);
    body.put("in_reply_to", body(message).get("msg_id"));
    var reply = new LinkedHashMap<String, Object>();
    reply.put("src", message.get("dest"));
    reply.put("dest", message.get("src"));
    reply.put("body", body);
    write(JSON.toJson(reply));
  }

  void dropConnections() throws IOException {
    for (var socket : sockets) {
      socket.close();
    }
    sockets.clear();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    try {
      // What it accepted last is dropped as well.
      accepting.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    dropConnections();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> body(Map<String, Object> message) {
    return (Map<String, Object>) message.get("body");
  }

  private void accept() {
    try {
      while (true) {
        var socket = listener.accept();
        sockets.add(socket);
        daemon(() -> read(socket));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void read(Socket socket) {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line; (line = lines.readLine()) != null; ) {
        var message = JSON.fromJson(line, OBJECT);
        messages.add(message);
        behaviour.accept(message);
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private synchronized void write(String line) {
    try {
      var last = sockets.get(sockets.size() - 1);
      last.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException closed) {
      // The client sees the loss.
    }
  }

  private static Thread daemon(Runnable task) {
    var thread = new Thread(task, "line-server");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
