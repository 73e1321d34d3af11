package dev.ordeal.toxiproxy.junit;

import dev.ordeal.toxiproxy.ToxiproxyServer;
import dev.ordeal.toxiproxy.model.FullProxyView;
import dev.ordeal.toxiproxy.proxy.ProxyChange;
import eu.rekawek.toxiproxy.ToxiproxyClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Runs a Toxiproxy server on a free port of the loopback address, in the JVM of the tests:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final ToxiproxyExtension TOXIPROXY = new ToxiproxyExtension();
 *
 * @Test
 * void survives_a_slow_database(ToxiproxyClient client) throws IOException {
 *   Proxy proxy = client.createProxy("db", "127.0.0.1:0", "127.0.0.1:5432");
 * }
 * }</pre>
 *
 * In a static field one server lives as long as the class, in another field as long as a test.
 * After each test the proxies that it created are deleted; those that were there before have their
 * toxics and connect faults removed and are enabled; so tests that share one must not run at the
 * same time. A test method may ask for a {@link ToxiproxyServer} and for a {@link ToxiproxyClient}.
 */
public final class ToxiproxyExtension
    implements BeforeAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        AfterAllCallback,
        ParameterResolver {
  private final ToxiproxyServer.Builder builder;
  private final Set<String> before = new HashSet<>();
  private @Nullable ToxiproxyServer server;

  /** How many classes it runs for: nested ones share the server of the outer one. */
  private int classes;

  /** A server as it comes: seed 0. */
  public ToxiproxyExtension() {
    this(ToxiproxyServer.builder());
  }

  /** A server started as the builder says. */
  public ToxiproxyExtension(ToxiproxyServer.Builder builder) {
    this.builder = builder;
  }

  /**
   * The running server.
   *
   * @throws IllegalStateException outside of the tests it runs for
   */
  public ToxiproxyServer server() {
    if (server == null) {
      throw new IllegalStateException(
          "the Toxiproxy server runs during tests only: ask for it in a test or a lifecycle method,"
              + " and annotate the field of the extension with @RegisterExtension");
    }
    return server;
  }

  /** A client of the running server. */
  public ToxiproxyClient client() {
    return new ToxiproxyClient(server().address().getHostString(), server().port());
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    if (classes++ == 0) {
      start();
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    if (server == null) {
      start();
    }
    before.clear();
    server().proxies().forEach(view -> before.add(view.proxy().name()));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (classes == 0) {
      stop();
      return;
    }
    for (FullProxyView view : server().proxies()) {
      String name = view.proxy().name();
      if (!before.contains(name)) {
        server().delete(name);
      }
    }
    server()
        .change(
            server().proxies().stream()
                .map(view -> ProxyChange.healed(view.proxy().name()))
                .toList());
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (--classes == 0) {
      stop();
    }
  }

  private void start() {
    try {
      server = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void stop() {
    if (server != null) {
      server.close();
      server = null;
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == ToxiproxyServer.class || type == ToxiproxyClient.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    boolean wantsServer = parameter.getParameter().getType() == ToxiproxyServer.class;
    return wantsServer ? server() : client();
  }
}
