package dev.ordeal.harness.cluster.disks;

import dev.ordeal.harness.cluster.DiskEvidence;
import dev.ordeal.harness.cluster.Disks;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.SetupFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The disks of real nodes: one volume each, in one file system that is mounted for the cluster. */
public final class FuseDisks implements Disks, AutoCloseable {
  /** The room on each disk, which is memory once it is used. */
  public static final long CAPACITY_BYTES = 256L << 20;

  private final FuseMount mount;
  private final Consumer<? super Collection<Node>> end;

  private FuseDisks(FuseMount mount, Consumer<? super Collection<Node>> end) {
    this.mount = mount;
    this.end = end;
  }

  /**
   * Mounts them: the data folder of a node is the one of its name below the mount point.
   *
   * @param mountPoint an existing, empty folder
   * @param end ends nodes whose power is cut, together
   * @throws SetupFailure if this machine or this user cannot; the message names cause and cure
   */
  public static FuseDisks open(
      Path mountPoint, List<String> nodes, Consumer<? super Collection<Node>> end) {
    return new FuseDisks(FuseMount.open(mountPoint, nodes, CAPACITY_BYTES), end);
  }

  /** The process that serves the file system. */
  public @Nullable ProcessHandle process() {
    return mount.process();
  }

  /** What that process had to complain of: nothing, if all is well. */
  public String printed() {
    return mount.printed();
  }

  @Override
  public void losePower(Node node) {
    end.accept(List.of(node));
    mount.ask("lose " + node.name());
  }

  @Override
  public void tear(Node node, long seed) {
    end.accept(List.of(node));
    mount.ask("tear " + node.name() + " " + seed);
  }

  /** What is lost is what was not synced when they ended, however much later it is taken. */
  @Override
  public void losePowerTogether(Collection<Node> nodes) {
    end.accept(nodes);
    Disks.super.losePowerTogether(nodes);
  }

  @Override
  public void tearTogether(Collection<Node> nodes, long seed) {
    end.accept(nodes);
    Disks.super.tearTogether(nodes, seed);
  }

  @Override
  public int flip(Node node, String files, int bytes, long seed) {
    if (bytes < 1 || files.isBlank() || files.contains("\n")) {
      throw new IllegalArgumentException("flip " + bytes + " bytes in '" + files + "': give both");
    }
    var flipped = mount.ask("flip " + node.name() + " " + bytes + " " + seed + " " + files);
    return Integer.parseInt(flipped);
  }

  @Override
  public int mend(Node node) {
    return Integer.parseInt(mount.ask("mend " + node.name()));
  }

  @Override
  public void full(Node node, boolean full) {
    mount.ask("full " + node.name() + (full ? " on" : " off"));
  }

  @Override
  public void slowSync(Node node, Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("a sync takes " + time + ": give 0 or more");
    }
    mount.ask("slow " + node.name() + " " + time.toNanos());
  }

  @Override
  public void failSync(Node node, boolean fail) {
    mount.ask("fail " + node.name() + (fail ? " on" : " off"));
  }

  @Override
  public void heal(Node node) {
    mount.ask("heal " + node.name());
  }

  @Override
  public DiskEvidence evidence(Node node) {
    long[] counts =
        Arrays.stream(mount.ask("evidence " + node.name()).split(" "))
            .mapToLong(Long::parseLong)
            .toArray();
    return new DiskEvidence(
        counts[0], counts[1], counts[2], counts[3], counts[4], counts[5], counts[6], counts[7],
        counts[8], counts[9]);
  }

  /** Unmounts them; the nodes have ended before. Idempotent. */
  @Override
  public void close() {
    mount.close();
  }
}
