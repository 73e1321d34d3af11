package dev.ordeal.checkers;

/**
 * A checker with a name, offered by a library through {@link java.util.ServiceLoader}, so that a
 * stored run can be judged again by name.
 */
public interface CheckerProvider {

  /** The name, in kebab case; no two checkers on a class path share one. */
  String name();

  /** The checker. */
  Checker checker();
}
