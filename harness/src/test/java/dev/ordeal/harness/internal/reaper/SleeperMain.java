package dev.ordeal.harness.internal.reaper;

import java.util.concurrent.CountDownLatch;

/** A process that says {@code awake} and then does nothing until it is killed. */
public final class SleeperMain {
  private SleeperMain() {}

  /** Waits for ever. */
  public static void main(String[] args) throws InterruptedException {
    System.out.println("awake");
    new CountDownLatch(1).await();
  }
}
