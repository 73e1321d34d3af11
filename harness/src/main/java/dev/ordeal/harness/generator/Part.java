package dev.ordeal.harness.generator;

import dev.ordeal.history.Op;

/** Some of the processes of a context. */
sealed interface Part {
  Part CLIENTS = new Clients();
  Part NEMESIS = new Nemesis();

  /** Those of the processes that belong to it. */
  ProcessSet of(ProcessSet processes);

  /** Whether a process, live or retired, belongs to it. */
  boolean includes(int process, ProcessSet processes);

  /** All clients. */
  record Clients() implements Part {
    @Override
    public ProcessSet of(ProcessSet processes) {
      return processes.clients();
    }

    @Override
    public boolean includes(int process, ProcessSet processes) {
      return process != Op.NEMESIS;
    }
  }

  /** The nemesis. */
  record Nemesis() implements Part {
    @Override
    public ProcessSet of(ProcessSet processes) {
      return processes.nemesis();
    }

    @Override
    public boolean includes(int process, ProcessSet processes) {
      return process == Op.NEMESIS;
    }
  }

  /** One process, and not the one that takes its place. */
  record One(int number) implements Part {
    @Override
    public ProcessSet of(ProcessSet processes) {
      return processes.only(number);
    }

    @Override
    public boolean includes(int process, ProcessSet processes) {
      return process == number;
    }
  }

  /** The clients in some slots, and those that take their places. */
  record Slots(int from, int to) implements Part {
    @Override
    public ProcessSet of(ProcessSet processes) {
      if (to != Integer.MAX_VALUE && to > processes.concurrency()) {
        throw new IllegalStateException(
            "a generator reserves %d client processes, but the concurrency is %d: raise it"
                .formatted(to, processes.concurrency()));
      }
      return processes.slots(from, to);
    }

    @Override
    public boolean includes(int process, ProcessSet processes) {
      int slot = processes.slot(process);
      return process != Op.NEMESIS && slot >= from && slot < to;
    }
  }
}
