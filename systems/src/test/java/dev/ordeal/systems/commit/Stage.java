package dev.ordeal.systems.commit;

import static dev.ordeal.systems.commit.TxnClient.append;
import static dev.ordeal.systems.commit.TxnClient.r;

import dev.ordeal.systems.Systems;
import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.port.Message;
import dev.ordeal.systems.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One transaction that appends to two keys on two shards, and what happens to it on the way. Its
 * client talks to n1, which coordinates it in every variant.
 */
final class Stage {
  private final World world;
  private final Shards shards;

  /** The keys, and the nodes that keep them; neither is n1. */
  final Object left = 6L;

  final Object right = 7L;

  /** A key of the same node as the right one: its hash is the same modulo four, and modulo five. */
  final Object neighbour = 27L;

  Stage(String system) {
    world = new World(17, 5, Systems.named(system, Map.of()));
    List<String> nodes = List.of("n1", "n2", "n3", "n4", "n5");
    shards = new Shards(system.equals("2pc-replicated") ? nodes : nodes.subList(1, 5));
    world.run(Duration.ofMillis(50));
  }

  World world() {
    return world;
  }

  String leftNode() {
    return shards.of(left);
  }

  String rightNode() {
    return shards.of(right);
  }

  /** Begins it; its client's name differs each time. */
  TxnClient begin(long element) {
    var client = new TxnClient(world, "writer-" + element, "n1");
    client.begin(List.of(append(left, element), append(right, element)));
    return client;
  }

  /** Another client of a node; its name differs each time. */
  TxnClient client(String node) {
    return new TxnClient(world, "client-" + world.now(), node);
  }

  /** A message from one node to another. */
  record Sent(String from, String to, Map<String, @Nullable Object> body) {}

  /** From now on, messages like these are noted, in the order of sending, and arrive. */
  List<Sent> watch(World.Filter like) {
    return watch(like, (from, to, body) -> true);
  }

  /** From now on, messages like these are noted, in the order of sending; what passes arrives. */
  List<Sent> watch(World.Filter like, World.Filter passes) {
    var noted = new ArrayList<Sent>();
    world.filter(
        (from, to, body) -> {
          if (like.passes(from, to, body)) {
            noted.add(new Sent(from, to, body));
          }
          return passes.passes(from, to, body);
        });
    return noted;
  }

  /** From now on, messages like these do not arrive, but are kept here, in the order of sending. */
  List<Sent> keepBack(World.Filter like) {
    return watch(like, (from, to, body) -> !like.passes(from, to, body));
  }

  /** Those of a type. */
  static List<Sent> ofType(List<Sent> sent, String type) {
    return sent.stream().filter(message -> World.is(message.body, type)).toList();
  }

  /** From now on, messages of a type to a node are late by so much. */
  void delay(String type, String node, Duration by) {
    world.filter(
        (from, to, body) -> {
          boolean late = World.is(body, type) && to.equals(node);
          if (late) {
            world.after(by, () -> world.request(from, to, body));
          }
          return !late;
        });
  }

  /** A message that was kept back arrives now, or a copy of one that has arrived before. */
  void deliver(Sent message) {
    world.request(message.from, message.to, message.body);
  }

  /** It arrives in this very moment, before anything else can happen. */
  void deliverAtOnce(Sent message) {
    world.program(message.to).receive(new Message(message.from, message.body));
  }

  /** Stops a node at once, and starts it again. */
  void restart(String node) {
    world.kill(node);
    world.start(node);
  }

  /** Does something when the first message of a type is to be sent to or by a node; it is lost. */
  void instead(String type, String node, Runnable happens) {
    var done = new boolean[1];
    world.filter(
        (from, to, body) -> {
          boolean first =
              !done[0] && World.is(body, type) && (from.equals(node) || to.equals(node));
          if (first) {
            done[0] = true;
            world.after(Duration.ZERO, happens);
          }
          return !first;
        });
  }

  /** No message of a type gets to or from a node any more. */
  void lose(String type, String node) {
    world.filter(
        (from, to, body) -> !(World.is(body, type) && (from.equals(node) || to.equals(node))));
  }

  /** All messages get through again, and all nodes run; then there is time to recover. */
  void heal() {
    world.filter((from, to, body) -> true);
    world.mend();
    for (int node = 1; node <= 5; node++) {
      world.resume("n" + node);
      world.start("n" + node);
    }
    world.run(Duration.ofSeconds(2));
  }

  /** What both keys hold, by a transaction that must commit. */
  List<@Nullable Object> lists() {
    return new TxnClient(world, "reader-" + world.now(), "n2").must(r(left), r(right));
  }

  /** The doubts of all nodes that run. */
  List<Object> doubts(String... nodes) {
    var doubts = new ArrayList<Object>();
    for (String node : nodes) {
      doubts.addAll(new TxnClient(world, "asking-" + world.now(), node).doubts());
    }
    return doubts;
  }

  /** What the client was told; null if nothing. */
  static @Nullable Object told(TxnClient client) {
    return client
        .answer(1)
        .map(answer -> answer.get("code") == null ? Bodies.type(answer) : answer.get("code"))
        .orElse(null);
  }
}
