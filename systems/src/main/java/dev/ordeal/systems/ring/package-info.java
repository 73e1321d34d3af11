/**
 * A key-value store on a ring of hashed nodes, in four variants of which one is sound.
 *
 * <p>The sources: Karger et al., <a href="https://doi.org/10.1145/258533.258660">Consistent Hashing
 * and Random Trees</a>, 1997 ({@code HashRing}); DeCandia et al., <a
 * href="https://doi.org/10.1145/1294261.1294281">Dynamo</a>, 2007 ({@code SloppyRing}, {@code
 * Hints}, {@code MerkleTree}, {@code Gossip}); Attiya, Bar-Noy and Dolev, <a
 * href="https://doi.org/10.1145/200836.200869">Sharing Memory Robustly in Message-Passing
 * Systems</a>, 1995 ({@code QuorumRing}, the reads of {@code AtomicRing}); Rystsov, <a
 * href="https://arxiv.org/abs/1802.07000">CASPaxos</a>, 2018 ({@code AtomicRing}).
 */
@NullMarked
package dev.ordeal.systems.ring;

import org.jspecify.annotations.NullMarked;
