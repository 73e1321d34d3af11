package dev.ordeal.harness.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * For tests that leave orphans on purpose: one class at a time, over all JVMs of a build, because
 * whoever starts a cluster ends the orphans of all.
 */
public final class Alone implements BeforeAllCallback, AfterAllCallback {
  private static final Path FILE =
      Path.of(System.getProperty("java.io.tmpdir"), "ordeal-tests-of-orphans.lock");

  @Override
  @SuppressWarnings("resource") // closed after the class
  public void beforeAll(ExtensionContext context) throws IOException {
    var channel = FileChannel.open(FILE, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    context.getStore(ExtensionContext.Namespace.create(Alone.class)).put("lock", channel);
    channel.lock();
  }

  /** Closing the file gives the lock back. */
  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    var store = context.getStore(ExtensionContext.Namespace.create(Alone.class));
    var channel = store.remove("lock", FileChannel.class);
    if (channel != null) {
      channel.close();
    }
  }
}
