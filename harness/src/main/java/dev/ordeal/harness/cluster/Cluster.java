package dev.ordeal.harness.cluster;

import java.util.List;
import java.util.Optional;

/** The nodes of one trial, and what can be done to them. Closing it ends everything it started. */
public interface Cluster extends AutoCloseable {

  /** The name of the backend: {@code simulated}, {@code processes} or {@code containers}. */
  String backend();

  /** The nodes, in the order of their names; the same at all times. */
  List<Node> nodes();

  /**
   * What this backend can do, if it can: {@link Network}, {@link Processes}, {@link VirtualTime},
   * {@link Leadership}, {@link Deaths}, {@link Logs}, {@link Storage}, {@link Membership}, {@link
   * Disks}, {@link Clocks}, {@link Pressure}, {@link Jvms}, {@link Probes}.
   */
  <C> Optional<C> capability(Class<C> kind);

  /** Ends every node and link, and keeps the nodes' logs. Idempotent. */
  @Override
  void close();
}
