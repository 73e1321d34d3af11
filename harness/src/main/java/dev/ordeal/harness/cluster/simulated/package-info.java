/**
 * The simulated backend: a whole cluster in one thread, in virtual time, from one seed.
 *
 * <p>A node is an object ({@link dev.ordeal.harness.cluster.simulated.SimulatedNode}) that reacts
 * to messages, timers and finished disk syncs; the network, the clients' connections and the disks
 * are one queue of events ordered by (time, sequence). Nothing happens between two events, so time
 * costs nothing, and everything random is drawn from the trial's seed by generators of our own, so
 * that the same seed gives the same run, byte for byte, on every JDK.
 *
 * <pre>{@code
 * SimulatedBackend.of(5, name -> new MyNode())
 *     .latency(LatencyDistribution.exponential(ofNanos(200_000), ofMillis(1)))
 *     .loss(0.01)
 * }</pre>
 *
 * <p>By default a link is as gentle as a TCP connection: in order, nothing lost, nothing twice.
 * Faults add to that. The rules where the real world leaves a choice:
 *
 * <ul>
 *   <li>A blackholed link loses what is sent or would arrive during the cut. A refused link also
 *       loses all that is under way on it when the cut begins.
 *   <li>A message outlives the sender's crash, and reaches a receiver that was restarted meanwhile:
 *       nodes are promised messages, not sessions.
 *   <li>A killed node loses its timers and its volatile state; each unsynced write survives or not
 *       by the seed. A paused node's events are held in order and delivered when it resumes, while
 *       its clock goes on and its disk finishes what it has begun.
 *   <li>A loss of power takes every unsynced write, and no synced one; a torn one keeps the first
 *       of them. A node whose disk is full or fails crashes, unless its program catches it.
 *   <li>Clients stand outside of all cuts, losses and delays between nodes. They learn of a lost
 *       connection after a latency; answers that were under way still arrive.
 * </ul>
 */
@NullMarked
package dev.ordeal.harness.cluster.simulated;

import org.jspecify.annotations.NullMarked;
