package dev.ordeal.toxiproxy.loop;

import java.io.IOException;
import java.nio.channels.SelectionKey;

/** Whoever owns a channel registered with the loop. */
public interface ReadyHandler {
  /** The channel can do at least one of the things the key is interested in. */
  void ready(SelectionKey key) throws IOException;

  /** {@link #ready} threw; whoever owns the channel must give it up. */
  void failed(Exception cause);
}
