package dev.ordeal.results.run;

import java.nio.file.Path;

/** A file of a stored run that cannot be read as what it should be; names the file and the flaw. */
public final class CorruptRunException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Names the file, what is wrong with it and what to do. */
  public CorruptRunException(Path file, String flaw, Throwable cause) {
    super(file + " cannot be read: " + flaw, cause);
  }
}
