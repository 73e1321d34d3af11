package dev.ordeal.harness.cluster.disks.fuse;

import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Flips bytes that a volume holds durably, drawn from a seed. */
final class BitRot {
  private static final int DRAWS_PER_BYTE = 50;

  private final List<RegularFile> files = new ArrayList<>();
  private final Set<RegularFile> hit = new LinkedHashSet<>();
  private final Random random;
  private long durableBytes;

  /** In the files whose path in the volume a glob matches. */
  BitRot(Volume volume, String glob, long seed) {
    this.random = Seeds.random(seed);
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
    volume
        .files()
        .forEach(
            (path, file) -> {
              if (file.durable().size() > 0 && matcher.matches(Path.of(readable(path)))) {
                files.add(file);
                durableBytes += file.durable().size();
              }
            });
  }

  /** Names are kept byte for byte, each byte as a character; a pattern is text. */
  private static String readable(String path) {
    return new String(path.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  /** Flips that many bytes, or as many as there are; how many it were. */
  int flip(int count) {
    int flipped = 0;
    for (long draws = (long) count * DRAWS_PER_BYTE; draws > 0 && flipped < count; draws--) {
      flipped += durableBytes > 0 && flipAt(nextBelow(durableBytes)) ? 1 : 0;
    }
    return flipped;
  }

  private long nextBelow(long bound) {
    return (random.nextLong() >>> 1) % bound;
  }

  private boolean flipAt(long position) {
    long offset = position;
    for (RegularFile file : files) {
      if (offset < file.durable().size()) {
        if (file.durable().rottenAt(offset)) {
          return false;
        }
        file.flip(offset, (byte) (1 + random.nextInt(255)));
        hit.add(file);
        return true;
      }
      offset -= file.durable().size();
    }
    return false;
  }

  /** The files that were hit. */
  Set<RegularFile> hit() {
    return hit;
  }
}
