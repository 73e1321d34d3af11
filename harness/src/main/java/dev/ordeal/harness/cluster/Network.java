package dev.ordeal.harness.cluster;

import dev.ordeal.harness.cluster.Grudge.Link;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * The links between nodes, and from clients to nodes, which a nemesis may disturb. What is imposed
 * stays until it is lifted, each alone; where several meet on a link, a cut wins over all else,
 * delays add up and the narrowest width counts. Each verb returns when it is in force. Safe for use
 * by one thread at a time.
 */
public interface Network {
  /** The name of all clients together, as the origin of a {@link Link}. */
  String CLIENTS = "clients";

  /** How a cut link behaves. */
  enum Cut {
    /** Bytes vanish, connections stay: nobody is told. */
    BLACKHOLE,
    /** Connections drop and new ones are refused: the sender is told. */
    REFUSE
  }

  /** What can be done to a link. */
  sealed interface Disturbance {

    /** Nothing gets through. */
    record Severed(Cut style) implements Disturbance {}

    /** What travels is delayed by latency, plus or minus jitter. */
    record Slowed(Duration latency, Duration jitter) implements Disturbance {}

    /** No more than so many bytes a second get through. */
    record Narrowed(long bytesPerSecond) implements Disturbance {

      /** Refuses a width that lets nothing through: that is a cut. */
      public Narrowed {
        if (bytesPerSecond < 1) {
          throw new IllegalArgumentException(
              "a link of "
                  + bytesPerSecond
                  + " bytes/s: at least 1; cut it to let nothing through");
        }
      }
    }

    /** Its connections are reset, and so are new ones as long as it lasts. */
    record Resetting() implements Disturbance {}
  }

  /** Something that was imposed. */
  interface Imposed {

    /**
     * Takes it back, and only it. Idempotent.
     *
     * @throws IllegalStateException if it is still in force afterwards
     */
    void lift();
  }

  /** Why links cannot be disturbed like this here; empty if they can. */
  default Optional<String> objection(Disturbance disturbance) {
    return Optional.empty();
  }

  /** Disturbs these links until it is lifted. */
  Imposed impose(Set<Link> links, Disturbance disturbance);

  /** Cuts every link of the grudge: no node hears those it holds a grudge against. */
  default Imposed cut(Grudge grudge, Cut style) {
    return impose(grudge.links(), new Disturbance.Severed(style));
  }

  /** Delays what travels each link of the grudge by latency, plus or minus jitter. */
  default Imposed slow(Grudge grudge, Duration latency, Duration jitter) {
    return impose(grudge.links(), new Disturbance.Slowed(latency, jitter));
  }

  /**
   * Lifts all that was imposed.
   *
   * @throws IllegalStateException if something is still in force afterwards
   */
  void heal();
}
