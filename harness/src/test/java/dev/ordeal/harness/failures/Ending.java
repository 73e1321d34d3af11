package dev.ordeal.harness.failures;

/** What a trial comes to when something of the harness fails. */
enum Ending {
  /** The verdict is valid, and nothing is said beside it. */
  VALID,
  /** The verdict is valid, and the problem stands beside it. */
  VALID_AND_TOLD,
  /** The violation stands, and the problem stands beside it. */
  VIOLATION_AND_TOLD,
  /** Nobody can tell. */
  INCONCLUSIVE,
  /** There was nothing to try. */
  SETUP_FAILURE,
  /** The trial broke; what was recorded by then is kept. */
  HARNESS_FAILURE
}
