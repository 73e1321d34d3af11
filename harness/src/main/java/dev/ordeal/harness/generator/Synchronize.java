package dev.ordeal.harness.generator;

/** A generator that begins when every process is free. */
record Synchronize(Generator generator) implements Generator {

  @Override
  public Next next(Context context) {
    return context.free().size() == context.processes().size()
        ? generator.next(context)
        : new Pending(Long.MAX_VALUE, this);
  }
}
