package dev.ordeal.harness.generator;

/** No operation. */
record Nothing() implements Generator {
  static final Nothing INSTANCE = new Nothing();
  static final Exhausted EXHAUSTED = new Exhausted();

  @Override
  public Next next(Context context) {
    return EXHAUSTED;
  }
}
