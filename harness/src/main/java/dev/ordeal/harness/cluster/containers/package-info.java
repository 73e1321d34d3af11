/**
 * The containers backend: each node is a container on a network of its own, started by
 * Testcontainers; the links run through proxies in a container beside them.
 *
 * <p>{@link dev.ordeal.harness.cluster.containers.ContainerBackend} is the way in; {@link
 * dev.ordeal.harness.cluster.containers.JavaImage} makes an image of Java classes without pulling
 * anything; {@link dev.ordeal.harness.cluster.containers.ContainerEngine} says why there is no
 * engine. Everything that is started carries labels, by which it is found again and removed: at the
 * end, by the reaper if this JVM is killed, and by the sweep at the next start.
 */
@NullMarked
package dev.ordeal.harness.cluster.containers;

import org.jspecify.annotations.NullMarked;
