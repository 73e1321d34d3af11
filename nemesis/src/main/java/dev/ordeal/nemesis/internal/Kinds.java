package dev.ordeal.nemesis.internal;

import dev.ordeal.harness.Nemesis;
import dev.ordeal.harness.cluster.Network.Cut;
import dev.ordeal.harness.cluster.Network.Disturbance;
import dev.ordeal.harness.cluster.Network.Disturbance.Narrowed;
import dev.ordeal.harness.cluster.Network.Disturbance.Resetting;
import dev.ordeal.harness.cluster.Network.Disturbance.Severed;
import dev.ordeal.harness.cluster.Network.Disturbance.Slowed;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** All kinds of faults, and how each is done. */
final class Kinds {

  private Kinds() {}

  /** Fresh ones: they remember what they did. */
  static List<Nemesis> nemeses() {
    return List.of(
        new FaultNemesis("partition", "heal-partition", new LinkMechanism("cut links", Kinds::cut)),
        new FaultNemesis("slow", "heal-slow", new LinkMechanism("slow links", Kinds::slow)),
        new FaultNemesis("narrow", "heal-narrow", new LinkMechanism("narrow links", Kinds::narrow)),
        new FaultNemesis("reset", "heal-reset", new LinkMechanism("reset links", Kinds::reset)),
        new FaultNemesis("kill", "restart", NodeMechanism.crashes()),
        new FaultNemesis("pause", "resume", NodeMechanism.pauses()),
        new FaultNemesis("stop", "start", NodeMechanism.stops()),
        new FaultNemesis("bounce", "end-bounce", Restarts.BOUNCE),
        new FaultNemesis("crash-loop", "end-crash-loop", Restarts.CRASH_LOOP),
        new FaultNemesis("rolling-restart", "end-rolling-restart", Restarts.ROLLING_RESTART),
        new FaultNemesis("power-loss", "restore-power", Restarts.POWER_LOSS),
        new FaultNemesis("torn-write", "restart-after-tear", Restarts.TORN_WRITE),
        new FaultNemesis("flip-bytes", "mend-bytes", DiskMechanism.flips()),
        new FaultNemesis("full-disk", "free-disk", DiskMechanism.full()),
        new FaultNemesis("slow-sync", "hasten-sync", DiskMechanism.slowSync()),
        new FaultNemesis("fail-sync", "mend-sync", DiskMechanism.failSync()),
        new FaultNemesis("starve-cpu", "feed-cpu", Starvation.ofCpu()),
        new FaultNemesis("starve-memory", "feed-memory", Starvation.ofMemory()),
        new FaultNemesis("starve-files", "feed-files", Starvation.ofFiles()),
        new FaultNemesis("stall", "end-stall", JvmMechanism.STALL),
        new FaultNemesis("exhaust-heap", "release-heap", JvmMechanism.EXHAUST_HEAP),
        new FaultNemesis("bump-clock", "unbump-clock", ClockMechanism.BUMP),
        new FaultNemesis("strobe-clock", "unstrobe-clock", ClockMechanism.STROBE),
        new FaultNemesis("skew-clock", "unskew-clock", ClockMechanism.SKEW),
        new FaultNemesis("leave", "rejoin", MembershipMechanism.leaves()),
        new FaultNemesis("join", "unjoin", MembershipMechanism.joins()),
        new FaultNemesis("replace", "join-new", MembershipMechanism.replaces()));
  }

  private static Disturbance cut(Aim aim) {
    return new Severed(Cut.valueOf(aim.text("cut").toUpperCase(Locale.ROOT)));
  }

  private static Disturbance slow(Aim aim) {
    var jitter = aim.has("jitter") ? TimeText.parse(aim.text("jitter")) : Duration.ZERO;
    return new Slowed(TimeText.parse(aim.text("latency")), jitter);
  }

  private static Disturbance narrow(Aim aim) {
    return new Narrowed(Long.parseLong(aim.text("width").replace(" bytes/s", "")));
  }

  private static Disturbance reset(Aim aim) {
    return new Resetting();
  }
}
