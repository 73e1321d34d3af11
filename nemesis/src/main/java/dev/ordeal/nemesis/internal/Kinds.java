package dev.ordeal.nemesis.internal;

import dev.ordeal.harness.Nemesis;
import dev.ordeal.harness.cluster.Network.Cut;
import dev.ordeal.harness.cluster.Network.Disturbance;
import java.util.List;
import java.util.Locale;

/** All kinds of faults, and how each is done. */
final class Kinds {

  private Kinds() {}

  /** Fresh ones: they remember what they did. */
  static List<Nemesis> nemeses() {
    return List.of(
        new FaultNemesis("partition", "heal-partition", new LinkMechanism("cut links", Kinds::cut)),
        new FaultNemesis("kill", "restart", NodeMechanism.crashes()),
        new FaultNemesis("pause", "resume", NodeMechanism.pauses()),
        new FaultNemesis("stop", "start", NodeMechanism.stops()),
        new FaultNemesis("bounce", "end-bounce", Restarts.BOUNCE),
        new FaultNemesis("crash-loop", "end-crash-loop", Restarts.CRASH_LOOP),
        new FaultNemesis("rolling-restart", "end-rolling-restart", Restarts.ROLLING_RESTART),
        new FaultNemesis("power-loss", "restore-power", Restarts.POWER_LOSS),
        new FaultNemesis("starve-cpu", "feed-cpu", Starvation.ofCpu()),
        new FaultNemesis("starve-memory", "feed-memory", Starvation.ofMemory()),
        new FaultNemesis("starve-files", "feed-files", Starvation.ofFiles()),
        new FaultNemesis("stall", "end-stall", JvmMechanism.STALL),
        new FaultNemesis("exhaust-heap", "release-heap", JvmMechanism.EXHAUST_HEAP));
  }

  private static Disturbance cut(Aim aim) {
    return new Disturbance.Severed(Cut.valueOf(aim.text("cut").toUpperCase(Locale.ROOT)));
  }
}
