/**
 * Generators: pure, seeded descriptions of which operation comes next.
 *
 * <p>{@link dev.ordeal.harness.generator.Generators} begins one, the methods of {@link
 * dev.ordeal.harness.generator.Generator} shape it:
 *
 * <pre>{@code
 * eachProcess(
 *     invoke("acquire")
 *         .whenOk(acquired -> writes(acquired).limit(3).then(invoke("release", acquired.value())))
 *         .repeat())
 *     .stagger(Duration.ofMillis(10))
 *     .timeLimit(Duration.ofSeconds(30))
 * }</pre>
 *
 * <p>The design is that of jepsen.generator: a generator is a value that is asked for the next op
 * and answers the op and the generator after it, so that it can be tested without a cluster. Here,
 * randomness is a value too: what a generator draws is a hash of the trial's seed, the path of
 * combinators to it, and its own count of emitted ops.
 */
@NullMarked
package dev.ordeal.harness.generator;

import org.jspecify.annotations.NullMarked;
