package dev.ordeal.harness.internal.reaper;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends what JVMs left that were killed together with their {@link Reaper}, at the next start of
 * another: found by a variable in its environment, which its children inherit. A paused process
 * would stay for ever otherwise, as it cannot see that its standard input has ended.
 *
 * <p>It reads {@code /proc}; where there is none, nothing is swept.
 */
public final class OrphanSweep {
  private static final System.Logger LOG = System.getLogger(OrphanSweep.class.getName());
  private static final String OWNER = "ORDEAL_OWNER";
  private static final Path PROC = Path.of("/proc");
  private static final AtomicBoolean SWEPT = new AtomicBoolean();

  private OrphanSweep() {}

  /** Marks what is started with this environment as this JVM's. */
  public static void mark(Map<String, String> environment) {
    environment.put(OWNER, Ownership.ofThisJvm().toString());
  }

  /** Sweeps once in the life of this JVM: what is left later is for later ones. */
  public static void sweepOnce() {
    if (SWEPT.compareAndSet(false, true)) {
      sweep();
    }
  }

  /** Kills every marked process whose owner is gone; answers which. */
  public static List<ProcessIdentity> sweep() {
    var ended = new ArrayList<ProcessIdentity>();
    try (var all = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : all) {
        if (owner(process).filter(Ownership::ownerIsGone).isPresent()) {
          end(Long.parseLong(process.getFileName().toString())).ifPresent(ended::add);
        }
      }
    } catch (IOException noLinux) {
      LOG.log(Level.DEBUG, "nothing can be swept here", noLinux);
    }
    return List.copyOf(ended);
  }

  /** Processes of other users cannot be read, and are not ours to end. */
  private static Optional<Ownership> owner(Path process) {
    try {
      var environment = Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
      for (String variable : environment.split("\0")) {
        if (variable.startsWith(OWNER + "=")) {
          return Optional.of(Ownership.parse(variable.substring(OWNER.length() + 1)));
        }
      }
    } catch (IOException goneOrForeign) {
      LOG.log(Level.TRACE, "not read", goneOrForeign);
    }
    return Optional.empty();
  }

  private static Optional<ProcessIdentity> end(long pid) {
    var identity = ProcessIdentity.of(pid);
    identity
        .flatMap(ProcessIdentity::handle)
        .ifPresent(
            handle -> {
              LOG.log(Level.INFO, "ending what a killed test left: process " + pid);
              handle.destroyForcibly();
            });
    return identity;
  }
}
