package dev.ordeal.harness.cluster.disks.fuse;

/** The error numbers of Linux that this file system answers with. */
enum Errno {
  ENOENT(2),
  EINTR(4),
  EIO(5),
  EEXIST(17),
  EXDEV(18),
  ENOTDIR(20),
  EISDIR(21),
  EINVAL(22),
  EFBIG(27),
  ENOSPC(28),
  EROFS(30),
  ENAMETOOLONG(36),
  ENOSYS(38),
  ENOTEMPTY(39),
  EOPNOTSUPP(95),
  ESTALE(116);

  private final int number;

  Errno(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
