package dev.ordeal.toxiproxy.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ResolverTest {
  private static final int DIALS = 100;

  @Test
  void a_name_that_hangs_keeps_no_other_from_being_found() throws InterruptedException {
    var release = new CountDownLatch(1);
    var dead = new ArrayBlockingQueue<List<InetAddress>>(DIALS);
    var alive = new ArrayBlockingQueue<List<InetAddress>>(1);
    var here = List.of(InetAddress.getLoopbackAddress());
    try (var resolver = new Resolver(name -> name.equals("dead") ? hang(release) : here)) {
      for (int i = 0; i < DIALS; i++) {
        resolver.resolve("dead", dead::add);
      }
      resolver.resolve("alive", alive::add);
      assertThat(alive.poll(30, TimeUnit.SECONDS)).isEqualTo(here);
      assertThat(dead).isEmpty();
      release.countDown();
      for (int i = 0; i < DIALS; i++) {
        assertThat(dead.poll(30, TimeUnit.SECONDS)).isEmpty();
      }
    }
  }

  private static List<InetAddress> hang(CountDownLatch release) {
    try {
      release.await();
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
    return List.of();
  }
}
