package dev.ordeal.harness.cluster.disks.fuse;

import dev.ordeal.harness.cluster.DiskEvidence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Carries out what the owner says, a line each: a verb, the name of a volume, and arguments. */
final class Control {
  private final Volumes volumes;
  private final Server server;

  Control(Volumes volumes, Server server) {
    this.volumes = volumes;
    this.server = server;
  }

  /** The answer: {@code ok}, with what there is to say, or {@code error} with the reason. */
  String obey(String line) {
    try {
      var cached = new ArrayList<Long>();
      String said;
      synchronized (volumes) {
        said = obey(line.split(" ", 5), cached);
      }
      cached.forEach(id -> server.dropCached().accept(id));
      return ("ok " + said).strip();
    } catch (RuntimeException refused) {
      return "error " + String.valueOf(refused.getMessage()).replace('\n', ' ');
    }
  }

  private String obey(String[] words, List<Long> cached) {
    var volume = volumes.volume(words[1]);
    var faults = volume.faults();
    switch (words[0]) {
      case "lose" -> losePower(volume, null);
      case "tear" -> losePower(volume, Long.parseLong(words[2]));
      case "full" -> faults.full(words[2].equals("on"));
      case "fail" -> faults.failSync(words[2].equals("on"));
      case "slow" -> {
        faults.syncDelay(Duration.ofNanos(Long.parseLong(words[2])));
        server.syncs().endAll(volume);
      }
      case "heal" -> {
        faults.heal();
        server.syncs().endAll(volume);
      }
      case "flip" -> {
        return flip(volume, words, cached);
      }
      case "mend" -> {
        return mend(volume, cached);
      }
      case "evidence" -> {
        return line(volume.counts().evidence());
      }
      default -> throw new IllegalArgumentException("no order is called " + words[0]);
    }
    return "";
  }

  /** In the order of the record. */
  private static String line(DiskEvidence e) {
    return LongStream.of(
            e.powerLosses(),
            e.writesLost(),
            e.bytesLost(),
            e.namesLost(),
            e.writesTorn(),
            e.bytesFlipped(),
            e.flippedBytesRead(),
            e.writesRefused(),
            e.syncsSlowed(),
            e.syncsFailed())
        .mapToObj(Long::toString)
        .collect(Collectors.joining(" "));
  }

  private void losePower(Volume volume, @Nullable Long tornBy) {
    server.syncs().dropAll(volume);
    volume.losePower(tornBy);
  }

  private static String flip(Volume volume, String[] words, List<Long> cached) {
    var rot = new BitRot(volume, words[4], Long.parseLong(words[3]));
    int flipped = rot.flip(Integer.parseInt(words[2]));
    volume.counts().flipped(flipped);
    rot.hit().forEach(file -> cached.add(file.id()));
    return Integer.toString(flipped);
  }

  private static String mend(Volume volume, List<Long> cached) {
    int mended = 0;
    for (RegularFile file : volume.files().values()) {
      int bytes = file.mend();
      mended += bytes;
      if (bytes > 0) {
        cached.add(file.id());
      }
    }
    return Integer.toString(mended);
  }
}
