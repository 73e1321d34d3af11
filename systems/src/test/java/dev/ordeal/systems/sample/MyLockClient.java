package dev.ordeal.systems.sample;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The client of {@link MyLockServer}: one connection, one request at a time. */
final class MyLockClient implements Closeable {
  private static final int TIMEOUT_MS = 3_000;

  private final Socket socket = new Socket();
  private final BufferedReader in;
  private final PrintWriter out;

  MyLockClient(InetSocketAddress server) throws IOException {
    socket.connect(server, TIMEOUT_MS);
    socket.setSoTimeout(TIMEOUT_MS);
    in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    out = new PrintWriter(socket.getOutputStream(), true, StandardCharsets.UTF_8);
  }

  boolean tryLock(String owner) throws IOException {
    return ask("lock " + owner);
  }

  boolean unlock(String owner) throws IOException {
    return ask("unlock " + owner);
  }

  private boolean ask(String request) throws IOException {
    out.println(request);
    String answer = in.readLine();
    if (answer == null) {
      throw new EOFException("the server closed the connection");
    }
    return answer.equals("yes");
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
