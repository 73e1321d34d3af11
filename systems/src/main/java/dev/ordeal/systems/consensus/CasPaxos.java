package dev.ordeal.systems.consensus;

import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.port.Host;
import dev.ordeal.systems.port.WriteAhead;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One node's part in a set of replicated registers: its acceptor, its proposer, and the messages
 * between them and those of the other nodes. Any node takes any change; there is no leader.
 *
 * <p>Each register is linearizable as long as acceptors keep what they said, and answers as long as
 * a majority of nodes is connected. The algorithm is that of Rystsov, <a
 * href="https://arxiv.org/abs/1802.07000">CASPaxos</a>, 2018.
 */
public final class CasPaxos {
  private final Host host;
  private final Acceptor acceptor;
  private final Proposer proposer;

  /**
   * A node's registers.
   *
   * @param storage the host's, through which all of the program's writes go
   * @param timeout how long a change may take before it is given up
   * @param retry how long acceptors may take to answer before all of them are asked
   */
  public CasPaxos(Host host, WriteAhead storage, Duration timeout, Duration retry) {
    this.host = host;
    this.acceptor = new Acceptor(storage);
    this.proposer = new Proposer(host, storage, this::send, timeout, retry);
  }

  /**
   * Submits a change that will likely write.
   *
   * @param done told the outcome once, within the time-out
   */
  public void change(String key, Change change, Consumer<Outcome> done) {
    proposer.change(key, change, done);
  }

  /**
   * Submits a change that will likely not write: it looks first, in one round trip without a disk
   * write, and goes the long way only if it has to.
   *
   * @param done told the outcome once, within the time-out
   */
  public void read(String key, Change change, Consumer<Outcome> done) {
    proposer.read(key, change, done);
  }

  /**
   * Takes a message from another node.
   *
   * @throws dev.ordeal.systems.port.MalformedBodyException if a field is missing or wrong
   */
  public void receive(String src, Map<String, @Nullable Object> body) {
    switch (Bodies.type(body)) {
      case "peek" -> acceptor.peek(body, reply -> send(src, reply));
      case "prepare" -> acceptor.prepare(body, reply -> send(src, reply));
      case "accept" -> acceptor.accept(body, reply -> send(src, reply));
      default -> proposer.receive(src, body);
    }
  }

  private void send(String dest, Map<String, @Nullable Object> body) {
    if (dest.equals(host.name())) {
      receive(dest, body);
    } else {
      host.send(dest, body);
    }
  }
}
