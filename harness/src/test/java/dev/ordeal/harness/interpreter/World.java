package dev.ordeal.harness.interpreter;

import dev.ordeal.harness.cluster.VirtualTime;

/** The two paces, for tests that must hold in both. */
enum World {
  REAL {
    @Override
    Interpreter open(Setup setup, VirtualTime time) {
      return Interpreter.inRealTime(setup);
    }
  },
  VIRTUAL {
    @Override
    Interpreter open(Setup setup, VirtualTime time) {
      return Interpreter.inVirtualTime(setup, time);
    }
  };

  abstract Interpreter open(Setup setup, VirtualTime time);
}
