package dev.ordeal.harness;

import dev.ordeal.checkers.Checker;
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
 */
public record Workload(
    String name,
    Client.Connector connector,
    Generator generator,
    Generator finalGenerator,
    String checkerName,
    Checker checker) {}
