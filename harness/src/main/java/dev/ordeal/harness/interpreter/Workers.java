package dev.ordeal.harness.interpreter;

import java.util.Arrays;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that run tasks which may block, with as few wake-ups as that allows.
 *
 * <p>Waking a thread costs more than a short task. So no thread is woken while another one is
 * searching for tasks; a searcher that finds one and leaves others behind wakes its successor (the
 * scheduler of Go does the same). A thread that blocks thus never holds up a task, and short tasks
 * are run by few threads. There are never more threads than tasks at one time.
 */
final class Workers {
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicInteger searching = new AtomicInteger();
  private final ConcurrentLinkedDeque<Worker> idle = new ConcurrentLinkedDeque<>();
  private final Set<Worker> all = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** Runs a task as soon as a thread can. */
  void submit(Runnable task) {
    tasks.add(task);
    wake();
  }

  private void wake() {
    if (searching.get() > 0 || !searching.compareAndSet(0, 1)) {
      return;
    }
    Worker sleeper = idle.pollFirst();
    if (sleeper == null) {
      start();
    } else {
      sleeper.awake = true;
      LockSupport.unpark(sleeper.thread);
    }
  }

  private void start() {
    var worker = new Worker();
    all.add(worker);
    worker.thread.start();
  }

  /** Ends every thread: idle ones now, busy ones when their task lets them. */
  void close(long nanos) throws InterruptedException {
    closed = true;
    all.forEach(worker -> worker.thread.interrupt());
    long end = System.nanoTime() + nanos;
    for (Worker worker : all) {
      long left = end - System.nanoTime();
      worker.thread.join(Math.max(1, left / 1_000_000));
    }
  }

  /** Where a thread is that has not ended, if one has not. */
  Optional<String> busyPlace() {
    return all.stream()
        .map(worker -> worker.thread.getStackTrace())
        .filter(stack -> stack.length > 0)
        .map(Workers::place)
        .findFirst();
  }

  /** The innermost line that is not of the JDK. */
  static String place(StackTraceElement[] stack) {
    if (stack.length == 0) {
      return "its end";
    }
    return Arrays.stream(stack)
        .filter(frame -> !frame.getClassName().matches("(java|jdk|sun)\\..*"))
        .findFirst()
        .orElse(stack[0])
        .toString();
  }

  private final class Worker implements Runnable {
    private final Thread thread = new Thread(this, "ordeal-worker-" + (all.size() + 1));
    private volatile boolean awake;

    Worker() {
      thread.setDaemon(true);
    }

    @Override
    public void run() {
      while (!closed) {
        Runnable task = tasks.poll();
        if (task == null) {
          rest();
        } else {
          if (searching.decrementAndGet() == 0 && !tasks.isEmpty()) {
            wake();
          }
          task.run();
          searching.incrementAndGet();
        }
      }
      all.remove(this);
    }

    private void rest() {
      awake = false;
      idle.addFirst(this);
      // A task that came after the last look found this thread still searching, and woke nobody.
      if (searching.decrementAndGet() == 0 && !tasks.isEmpty()) {
        wake();
      }
      while (!awake && !closed) {
        LockSupport.park(this);
        if (!closed) {
          Thread.interrupted();
        }
      }
    }
  }
}
