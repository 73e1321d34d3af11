package dev.ordeal.harness.cluster.containers;

import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** The same work on many things at once, each on a thread of its own. */
final class Together {
  private Together() {}

  /** Returns when all are done; the first failure, then, is the failure of the whole. */
  static <T> void run(String what, Collection<T> things, Consumer<? super T> work) {
    var all =
        things.stream().map(thing -> begin(what, thing, work)).toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(all).join();
    } catch (CompletionException failure) {
      if (failure.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw failure;
    }
  }

  private static <T> CompletableFuture<Boolean> begin(
      String what, T thing, Consumer<? super T> work) {
    var done = new CompletableFuture<Boolean>();
    var thread =
        new Thread(
            () -> {
              try {
                work.accept(thing);
                done.complete(true);
              } catch (RuntimeException | Error failure) {
                done.completeExceptionally(failure);
              }
            },
            "ordeal-" + what.replace(' ', '-'));
    thread.setDaemon(true);
    thread.start();
    return done;
  }
}
