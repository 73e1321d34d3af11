package dev.ordeal.harness.cluster.disks.fuse;

/** A request that is answered with an error number. */
final class FileSystemException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Errno errno;

  FileSystemException(Errno errno) {
    // A lookup of a file that is not there is no event worth a stack trace.
    super(errno.name(), null, false, false);
    this.errno = errno;
  }

  Errno errno() {
    return errno;
  }
}
