package dev.ordeal.harness.cluster.disks.fuse;

import java.nio.ByteBuffer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Answers the kernel's requests, one after the other; only slow syncs take their time aside. */
final class Server {
  private static final int O_DSYNC = 010000;
  private static final int NOTIFY_INVAL_INODE = 2;

  private final Connection connection;
  private final Volumes volumes;
  private final Operations operations;
  private final Syncs syncs;
  private final Runnable mounted;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(Connection.WRITE_MAX + Content.PAGE);

  /** Has {@code mounted} run once the kernel has made itself known. */
  Server(Connection connection, Volumes volumes, Runnable mounted) {
    this.connection = connection;
    this.volumes = volumes;
    this.operations = new Operations(volumes);
    this.syncs = new Syncs(volumes, this::answerSync);
    this.mounted = mounted;
  }

  Syncs syncs() {
    return syncs;
  }

  private void answerSync(long unique, Reply reply, @Nullable Errno error) {
    connection.answer(error == null ? reply.finished(unique) : reply.failed(error, unique));
  }

  /** Serves until the file system is unmounted. */
  void serve() {
    for (var next = connection.next(); next.isPresent(); next = connection.next()) {
      serve(next.get());
    }
  }

  private void serve(Request request) {
    synchronized (volumes) {
      switch (request.opcode()) {
        case Opcode.FORGET -> operations.forget(request);
        case Opcode.BATCH_FORGET -> operations.forgetAll(request);
        case Opcode.INTERRUPT -> syncs.interrupt(request.int64(0));
        case Opcode.FSYNC, Opcode.FSYNCDIR -> guarded(request, this::sync);
        case Opcode.WRITE -> guarded(request, this::write);
        default -> guarded(request, this::answer);
      }
    }
    if (request.opcode() == Opcode.INIT) {
      mounted.run();
    }
  }

  /** Something that answers its request, now or later. */
  private interface Answering {
    void answer(Request request, Reply reply) throws FileSystemException;
  }

  private void guarded(Request request, Answering answering) {
    var reply = new Reply(buffer);
    try {
      answering.answer(request, reply);
    } catch (FileSystemException failure) {
      connection.answer(reply.failed(failure.errno(), request.unique()));
    } catch (RuntimeException bug) {
      bug.printStackTrace();
      connection.answer(reply.failed(Errno.EIO, request.unique()));
    }
  }

  private void answer(Request request, Reply reply) throws FileSystemException {
    if (!onNames(request, reply) && !onFiles(request, reply)) {
      // The kernel does not ask again, and does without it.
      throw new FileSystemException(Errno.ENOSYS);
    }
    connection.answer(reply.finished(request.unique()));
  }

  private boolean onNames(Request request, Reply reply) throws FileSystemException {
    switch (request.opcode()) {
      case Opcode.LOOKUP -> operations.lookup(request, reply);
      case Opcode.READLINK -> operations.readlink(request, reply);
      case Opcode.SYMLINK -> operations.symlink(request, reply);
      case Opcode.MKNOD -> operations.mknod(request, reply);
      case Opcode.MKDIR -> operations.mkdir(request, reply);
      case Opcode.CREATE -> operations.create(request, reply);
      case Opcode.UNLINK -> operations.unlink(request);
      case Opcode.RMDIR -> operations.rmdir(request);
      case Opcode.RENAME -> operations.rename(request, 8);
      case Opcode.RENAME2 -> operations.rename(request, 16);
      case Opcode.LINK -> operations.link(request, reply);
      case Opcode.OPENDIR -> operations.opendir(request, reply);
      case Opcode.READDIR -> operations.readdir(request, reply);
      case Opcode.RELEASEDIR -> operations.releasedir(request);
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean onFiles(Request request, Reply reply) throws FileSystemException {
    switch (request.opcode()) {
      case Opcode.INIT -> Wire.init(reply, request.int32(12), request.int32(8));
      case Opcode.DESTROY -> reply.skip(0);
      case Opcode.GETATTR -> operations.getattr(request, reply);
      case Opcode.SETATTR -> operations.setattr(request, reply);
      case Opcode.STATFS -> operations.statfs(request, reply);
      case Opcode.OPEN -> operations.open(request, reply);
      case Opcode.READ -> read(request, reply);
      case Opcode.RELEASE -> operations.release(request);
      case Opcode.FALLOCATE -> operations.fallocate(request);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void read(Request request, Reply reply) throws FileSystemException {
    var file = volumes.inodes().file(request.node());
    int length = Math.min(request.int32(16), Connection.WRITE_MAX);
    file.volume().read(file, request.int64(8), length, reply.payload());
  }

  private void write(Request request, Reply reply) throws FileSystemException {
    var file = volumes.inodes().file(request.node());
    int length = request.int32(16);
    file.volume().write(file, request.int64(8), request.bytes(40, length));
    if ((request.int32(32) & O_DSYNC) != 0) {
      syncs.begin(request, file, Reply.ofBytes(8).int32(length).int32(0));
    } else {
      connection.answer(reply.int32(length).int32(0).finished(request.unique()));
    }
  }

  private void sync(Request request, Reply unused) throws FileSystemException {
    syncs.begin(request, volumes.inodes().get(request.node()), Reply.ofBytes(0));
  }

  /** Has the kernel drop what it holds of a file that is mapped; not with the lock held. */
  LongConsumer dropCached() {
    return id ->
        connection.answer(
            Reply.ofBytes(24).int64(id).int64(0).int64(0).notification(NOTIFY_INVAL_INODE));
  }
}
