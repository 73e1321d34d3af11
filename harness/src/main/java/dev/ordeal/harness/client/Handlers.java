package dev.ordeal.harness.client;

import dev.ordeal.harness.interpreter.ClientContractException;
import dev.ordeal.history.Op;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** A client made of one handler per function; immutable. */
public final class Handlers implements Client {
  private final Map<String, Client> byF;
  private final AutoCloseable closing;

  private Handlers(Map<String, Client> byF, AutoCloseable closing) {
    this.byF = byF;
    this.closing = closing;
  }

  static Handlers none() {
    return new Handlers(Map.of(), () -> {});
  }

  /** The same client, which carries out {@code f} as well. */
  public Handlers on(String f, Client handler) {
    var more = new LinkedHashMap<>(byF);
    more.put(f, handler);
    return new Handlers(more, closing);
  }

  /** The same client, which closes this when it is closed. */
  public Handlers closing(AutoCloseable resource) {
    return new Handlers(byF, resource);
  }

  @Override
  public Op invoke(Op op) throws Exception {
    Client handler = byF.get(op.f());
    if (handler == null) {
      throw new ClientContractException(
          "this client has no handler for "
              + op.f()
              + ", only for "
              + byF.keySet()
              + "; add .on(\""
              + op.f()
              + "\", ...)");
    }
    return handler.invoke(op);
  }

  @Override
  public void close() throws IOException {
    try {
      closing.close();
    } catch (IOException | RuntimeException failure) {
      throw failure;
    } catch (Exception failure) {
      throw new IOException("the client did not close: " + failure.getMessage(), failure);
    }
  }
}
