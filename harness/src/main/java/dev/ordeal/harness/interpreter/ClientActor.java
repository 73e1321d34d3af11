package dev.ordeal.harness.interpreter;

import dev.ordeal.harness.client.AsyncClient;
import dev.ordeal.harness.client.Client;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.history.Op;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A client process: opens its client when it is first needed. */
final class ClientActor implements Actor {
  private final Client.Connector connector;
  private final Node node;
  private final Consumer<String> problems;
  private volatile @Nullable Client client;
  private volatile boolean closed;

  ClientActor(Client.Connector connector, Node node, Consumer<String> problems) {
    this.connector = connector;
    this.node = node;
    this.problems = problems;
  }

  @Override
  public Op perform(Op op) {
    Client open;
    try {
      open = client();
    } catch (Throwable refused) {
      return unsent(op, refused);
    }
    Op answer;
    try {
      answer = open.invoke(op);
    } catch (Throwable thrown) {
      return Outcomes.thrown(op, thrown);
    }
    return Outcomes.checked(op, answer, open);
  }

  @Override
  public void begin(Call call, Consumer<Call.Answer> done) {
    Client open;
    try {
      open = client();
    } catch (Throwable refused) {
      done.accept(call.answer(() -> unsent(call.op, refused)));
      return;
    }
    if (open instanceof AsyncClient async) {
      stage(call.op, async)
          .whenComplete(
              (answer, thrown) ->
                  done.accept(call.answer(() -> ended(call.op, async, answer, thrown))));
    } else {
      done.accept(call.perform());
    }
  }

  private static CompletionStage<Op> stage(Op op, AsyncClient client) {
    try {
      return client.begin(op);
    } catch (Throwable thrown) {
      return CompletableFuture.failedStage(thrown);
    }
  }

  private static Op ended(Op op, Client client, @Nullable Op answer, @Nullable Throwable thrown) {
    return thrown == null ? Outcomes.checked(op, answer, client) : Outcomes.thrown(op, thrown);
  }

  private Client client() throws Exception {
    Client known = client;
    if (known != null) {
      return known;
    }
    Client opened = connector.connect(node);
    if (opened == null) {
      throw new ClientContractException("the connector answered null for " + node.name());
    }
    client = opened;
    if (closed) {
      close();
      throw new IllegalStateException("the trial is over");
    }
    return opened;
  }

  private Op unsent(Op op, Throwable refused) {
    if (refused instanceof ClientContractException broken) {
      throw broken;
    }
    if (refused instanceof VirtualMachineError fatal) {
      throw fatal;
    }
    return op.fail("cannot connect to " + node.name() + ": " + Outcomes.text(refused));
  }

  @Override
  public void close() {
    closed = true;
    Client open = take();
    if (open == null) {
      return;
    }
    try {
      open.close();
    } catch (Throwable thrown) {
      problems.accept("a client of " + node.name() + " did not close: " + Outcomes.text(thrown));
    }
  }

  private synchronized @Nullable Client take() {
    Client open = client;
    client = null;
    return open;
  }
}
