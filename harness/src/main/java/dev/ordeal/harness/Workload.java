package dev.ordeal.harness;

import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.Expectations;
import dev.ordeal.checkers.Phase;
import dev.ordeal.harness.client.Client;
import dev.ordeal.harness.generator.Generator;

/**
 * What clients do, and what must hold of what they saw.
 *
 * @param name in kebab case
 * @param connector opens a client for a node
 * @param generator the operations while faults are injected
 * @param finalGenerator the operations after all faults are healed
 * @param checkerName the name under which a stored run finds its checker again
 * @param checker the judge
 * @param expected which functions must have succeeded when, lest the trial be inconclusive
 */
public record Workload(
    String name,
    Client.Connector connector,
    Generator generator,
    Generator finalGenerator,
    String checkerName,
    Checker checker,
    Expectations expected) {

  /**
   * Of which every function must succeed once, and those of the final generator once there; nothing
   * is asked of the time of a fault.
   */
  public Workload(
      String name,
      Client.Connector connector,
      Generator generator,
      Generator finalGenerator,
      String checkerName,
      Checker checker) {
    this(name, connector, generator, finalGenerator, checkerName, checker, Expectations.standard());
  }

  /**
   * The same workload, in which a function must succeed at least once in each of these phases, too:
   * {@code expects("read", DURING)} for a system that is available under faults, {@code
   * expects("read", during("kill"))} for one that stands crashes, but no partitions.
   */
  public Workload expects(String f, Phase... phases) {
    return expecting(expected.expects(f, phases));
  }

  /** The same workload, in which that this function never succeeds says nothing. */
  public Workload expectsNothingOf(String f) {
    return expecting(expected.expectsNothingOf(f));
  }

  private Workload expecting(Expectations changed) {
    return new Workload(name, connector, generator, finalGenerator, checkerName, checker, changed);
  }
}
