package dev.ordeal.harness;

import dev.ordeal.checkers.Recovery;
import dev.ordeal.checkers.Recovery.Comeback;
import dev.ordeal.checkers.Recovery.Healed;
import dev.ordeal.checkers.Recovery.Load;
import dev.ordeal.checkers.Recovery.Outage;
import dev.ordeal.history.History;
import dev.ordeal.results.report.RecoveryText;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Holds what a user claims of a system's recovery against what was measured. */
record RecoveryClaims(History history, Recovery recovery, String text) {

  void recoversWithin(Duration limit) {
    var healed = healed();
    if (healed.isEmpty()) {
      throw unclear("nothing was recovered from: no fault was applied and healed");
    }
    judge(
        healed,
        Healed::firstOk,
        Healed::watched,
        limit,
        "no operation was ok within ",
        "the first ok came ");
  }

  void regainsThroughputWithin(Duration limit) {
    OptionalDouble calm = recovery.calmThroughput();
    // What is healed in the end, or shortly before, has no such load after it.
    var inMain = healed().stream().filter(RecoveryClaims::isMeasured).toList();
    if (calm.isEmpty() || inMain.isEmpty()) {
      throw unclear(
          calm.isEmpty()
              ? "there was not "
                  + RecoveryText.words(recovery.window())
                  + " of calm to compare with"
              : "no fault was healed before the end");
    }
    String throughput = String.format(Locale.ROOT, "%.1f ok/s", calm.getAsDouble());
    judge(
        inMain,
        Healed::throughput,
        Healed::measured,
        limit,
        "90 % of the calm throughput of " + throughput + " was not back within ",
        "it was back ");
  }

  private static boolean isMeasured(Healed fault) {
    return fault.throughput().isPresent() || !fault.measured().isZero();
  }

  private void judge(
      List<Healed> faults,
      Function<Healed, Optional<Comeback>> measure,
      Function<Healed, Duration> watched,
      Duration limit,
      String late,
      String when) {
    for (Healed fault : faults) {
      Optional<Comeback> back = measure.apply(fault);
      Duration took = back.map(Comeback::after).orElse(watched.apply(fault));
      if (took.compareTo(limit) > 0) {
        String end = back.map(moment -> when + came(fault, moment)).orElse("it never came");
        throw broken(story(fault) + late + RecoveryText.words(limit) + "; " + end);
      }
    }
    for (Healed fault : faults) {
      if (measure.apply(fault).isEmpty()) {
        throw unclear(
            story(fault)
                + "it was not watched for "
                + RecoveryText.words(limit)
                + " of calm, but for "
                + RecoveryText.words(watched.apply(fault)));
      }
    }
  }

  void unavailableAtMost(Duration limit) {
    Optional<Outage> longest = recovery.longest();
    if (longest.isEmpty()) {
      throw unclear("no client asked for anything");
    }
    Outage outage = longest.get();
    if (outage.length().compareTo(limit) > 0) {
      throw broken(
          "for %s, from %s to %s, no operation was ok though clients asked; claimed: at most %s%s"
              .formatted(
                  RecoveryText.words(outage.length()),
                  time(outage.from()),
                  time(outage.to()),
                  RecoveryText.words(limit),
                  faultsDuring(outage)));
    }
  }

  private String faultsDuring(Outage outage) {
    var met =
        recovery.faults().stream()
            .filter(fault -> fault.injected().compareTo(outage.to()) <= 0)
            .filter(
                fault -> fault.healed().map(to -> to.compareTo(outage.from()) >= 0).orElse(true))
            .map(RecoveryClaims::span)
            .collect(Collectors.joining(", "));
    return "\n  faults then: " + (met.isEmpty() ? "none" : met);
  }

  void toleratesAtLeast(double least) {
    OptionalDouble rate = recovery.faultToleranceRate();
    if (rate.isEmpty()) {
      throw unclear("in storm " + share(recovery.storm()) + ", in calm " + share(recovery.calm()));
    }
    if (rate.getAsDouble() < least) {
      var worst =
          recovery.kinds().entrySet().stream()
              .filter(kind -> kind.getValue().storm().share().isPresent())
              .min(Comparator.comparing(kind -> kind.getValue().storm().share().getAsDouble()))
              .map(
                  kind ->
                      "; the worst was " + kind.getKey() + ": " + share(kind.getValue().storm()))
              .orElse("");
      throw broken(
          "the fault tolerance rate is %.3f: in storm %s, in calm %s; claimed: at least %s%s"
              .formatted(
                  rate.getAsDouble(),
                  share(recovery.storm()),
                  share(recovery.calm()),
                  least,
                  worst));
    }
  }

  private static String share(Load load) {
    return load.share().isEmpty()
        ? "nothing was asked for"
        : String.format(
            Locale.ROOT,
            "%.1f %% ok (%d of %d)",
            100 * load.share().getAsDouble(),
            load.ok(),
            load.operations());
  }

  private List<Healed> healed() {
    return recovery.faults().stream()
        .filter(fault -> fault.healed().isPresent() && wasAskedAfter(fault))
        .toList();
  }

  private static boolean wasAskedAfter(Healed fault) {
    return fault.firstOk().isPresent() || !fault.watched().isZero();
  }

  private String came(Healed fault, Comeback back) {
    Duration passed = back.at().minus(fault.healed().orElseThrow());
    // Only what others took shows: the first to ask after a healing comes some moments later.
    boolean isLonger = passed.minus(back.after()).compareTo(back.after().dividedBy(10)) > 0;
    String others = isLonger ? " (" + RecoveryText.words(passed) + " on the clock)" : "";
    return RecoveryText.words(back.after())
        + " after it"
        + others
        + ":\n    "
        + history.get(back.index());
  }

  private static String story(Healed fault) {
    return span(fault) + ":\n  ";
  }

  private static String span(Healed fault) {
    String name = fault.id().isEmpty() ? fault.kind() : fault.id();
    return name
        + " (injected at "
        + time(fault.injected())
        + fault.healed().map(healed -> ", healed at " + time(healed)).orElse(", never healed")
        + ")";
  }

  private RecoveryError broken(String what) {
    return new RecoveryError(what + "\n" + text);
  }

  private InconclusiveError unclear(String why) {
    return new InconclusiveError("recovery cannot be judged: " + why + "\n" + text);
  }

  private static String time(Duration sinceBegin) {
    return String.format(Locale.ROOT, "%.3fs", sinceBegin.toNanos() / 1e9);
  }
}
