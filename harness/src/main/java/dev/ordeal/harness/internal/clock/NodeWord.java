package dev.ordeal.harness.internal.clock;

import dev.ordeal.harness.cluster.Clocks.Reading;
import dev.ordeal.harness.cluster.HostPort;
import dev.ordeal.harness.cluster.Question;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;

/** Who tells the clock of a real node: the node, or else somebody who lives by the same clock. */
public final class NodeWord {

  private NodeWord() {}

  /**
   * Asks the node, if it understands our question, and whoever else can tell if it does not.
   *
   * @param question what it is asked in probes
   */
  public static Optional<Reading> read(
      Question question, HostPort node, Supplier<Optional<Reading>> other) {
    return question.equals(Question.ours())
        ? ClockReader.best(new OwnWord(node), OwnWord.COARSE, "itself").or(other)
        : other.get();
  }

  /**
   * Asks {@code date} in the environment of a node.
   *
   * @param pid the process whose clock it shares
   */
  public static Optional<Reading> ofHelper(Map<String, String> environment, long pid) {
    return ClockReader.best(new HelperWord(environment, pid), Duration.ZERO, HelperWord.WHO);
  }

  /**
   * Asks {@code date} where a node is.
   *
   * @param shell runs a command there, and answers what it said
   * @param pid the process whose clock it shares, as it is numbered there
   */
  public static Optional<Reading> ofHelper(Function<String[], Optional<String>> shell, long pid) {
    String[] command = {"env", "FAKETIME_SHARED=" + Faketime.sharedWith(pid), "date", "+%s%N"};
    return ClockReader.best(
        () -> shell.apply(command).map(HelperWord::parsed).orElseGet(OptionalLong::empty),
        Duration.ZERO,
        HelperWord.WHO);
  }
}
