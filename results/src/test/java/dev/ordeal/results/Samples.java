package dev.ordeal.results;

import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.EvidenceOf;
import dev.ordeal.checkers.Expectations;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.checkers.lock.LockCheckers;
import dev.ordeal.history.History;
import dev.ordeal.results.run.Commit;
import dev.ordeal.results.run.Conclusion;
import dev.ordeal.results.run.Environment;
import dev.ordeal.results.run.RunInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A run to write tests about: a lock under pauses. */
public final class Samples {
  public static final Instant START = Instant.parse("2026-11-21T10:22:31.123Z");
  public static final Instant END = Instant.parse("2026-11-21T10:23:05.500Z");

  public static final String VIOLATION =
      """
      0.100s  p1      invoke acquire
      0.150s  p1      ok     acquire token 16
      0.200s  p1      invoke release token 16
      0.250s  p1      ok     release token 16
      4.000s  p3      invoke acquire
      4.012s  p3      ok     acquire token 17
      4.018s  nemesis invoke pause n4
      4.020s  nemesis info   pause nodes [n4] bit true probe "n4 was silent for 250 ms"
      6.000s  p1      invoke acquire
      6.025s  p1      ok     acquire token 18
      6.100s  p1      invoke write token 18 value 2
      6.150s  p1      ok     write token 18 value 2
      7.100s  nemesis invoke resume n4
      7.110s  nemesis info   resume n4
      7.220s  p3      invoke write token 17 value 1
      7.229s  p3      ok     write token 17 value 1
      7.300s  p4      invoke read
      7.350s  p4      ok     read token 17 value 1
      """;

  public static final String SOUND =
      VIOLATION.substring(0, VIOLATION.indexOf("6.000s"))
          + """
          4.500s  p3      invoke write token 17 value 1
          4.800s  p3      ok     write token 17 value 1
          7.100s  nemesis invoke resume n4
          7.110s  nemesis info   resume n4
          """;

  private Samples() {}

  public static RunInfo info(String trial) {
    return new RunInfo(
        trial,
        START,
        8_837_465_012L,
        "lock",
        "lock-fenced",
        new RunInfo.ClusterInfo(
            "processes", "5 JVMs of lock-lease", List.of("n1", "n2", "n3", "n4", "n5")),
        5,
        Duration.ofSeconds(30),
        new RunInfo.Faults("pause one every 5 s for 3 s", Map.of("pause", "resume")),
        Expectations.standard().expectsNothingOf("steal"),
        Map.of("lease", "2s"),
        Optional.of(new Commit("1a2b3c4d1a2b3c4d1a2b3c4d1a2b3c4d1a2b3c4d", Optional.of(true))),
        new Environment("17.0.15 (Debian)", "Linux 6.1 amd64", 2, "0.1.0"),
        "mvn verify -Dit.test=LeaseLockTrial -Dordeal.seed=8837465012");
  }

  public static Conclusion judge(History history) {
    return judge(history, LockCheckers.fenced());
  }

  public static Conclusion judge(History history, Checker checker) {
    return Conclusion.of(complete(checker.check(history), history), END);
  }

  /** A checker's verdict with all that the history itself tells. */
  public static Verdict complete(Verdict verdict, History history) {
    var info = info("lock");
    return EvidenceOf.complete(verdict, history, info.faults().kinds(), info.expected());
  }

  /** A whole stored run with this history. */
  public static RunFolder store(RunStore store, String trial, History history) {
    RunFolder folder = store.create(trial, START);
    folder.describe(info(trial));
    try (Journal journal = folder.journal()) {
      history.forEach(journal::append);
    }
    return folder;
  }
}
