/**
 * Registers replicated by CASPaxos: Denis Rystsov, <a
 * href="https://arxiv.org/abs/1802.07000">CASPaxos: Replicated State Machines without logs</a>,
 * 2018.
 */
@NullMarked
package dev.ordeal.systems.consensus;

import org.jspecify.annotations.NullMarked;
