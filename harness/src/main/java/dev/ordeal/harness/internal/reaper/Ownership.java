package dev.ordeal.harness.internal.reaper;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which JVM owns what it starts, as a label or a variable says it: {@code MACHINE/PID/START}.
 *
 * <p>Engines are shared: by JVMs of this machine, by containers with process numbers of their own,
 * by other machines. So a process number proves nothing but on the same boot of the same machine in
 * the same process namespace, which is what {@code MACHINE} names.
 */
public record Ownership(String machine, ProcessIdentity process) {
  private static final String THIS_MACHINE = thisMachine();

  /** What this JVM owns. */
  public static Ownership ofThisJvm() {
    return new Ownership(THIS_MACHINE, ProcessIdentity.current());
  }

  /** Reads a label back; what cannot be read belongs to nobody here. */
  public static Ownership parse(String label) {
    var parts = label.split("/");
    try {
      var process = new ProcessIdentity(Long.parseLong(parts[1]), Long.parseLong(parts[2]));
      return new Ownership(parts[0], process);
    } catch (IndexOutOfBoundsException | NumberFormatException foreign) {
      return new Ownership("?", new ProcessIdentity(0, 0));
    }
  }

  /** Whether the owner is certainly gone; of another machine's, nobody here can tell. */
  public boolean ownerIsGone() {
    return machine.equals(THIS_MACHINE) && !process.isAlive();
  }

  private static String thisMachine() {
    try {
      var boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
      var namespace = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
      return boot + "-" + namespace.replaceAll("\\D", "");
    } catch (IOException | RuntimeException noLinux) {
      return hostName();
    }
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName().replace('/', '-');
    } catch (UnknownHostException unnamed) {
      return "localhost";
    }
  }

  @Override
  public String toString() {
    return machine + "/" + process.pid() + "/" + process.start();
  }
}
