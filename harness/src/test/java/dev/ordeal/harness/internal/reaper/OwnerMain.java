package dev.ordeal.harness.internal.reaper;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A process that owns a child, a folder, and a file in it, all entrusted to its reaper in this
 * order: {@code OwnerMain FILE}. It prints {@code CHILD REAPER}, the numbers of both, then obeys:
 * {@code forget} lets go of the child, {@code end} ends in an orderly way.
 */
public final class OwnerMain {

  /** Removes a file, or an empty folder. */
  public static final class RemoveFile implements Cleanup {
    @Override
    public void clean(String argument) throws IOException {
      Files.delete(Path.of(argument));
    }
  }

  private OwnerMain() {}

  /** Starts the child and waits for orders. */
  public static void main(String[] args) throws IOException {
    var child = Jvm.start(SleeperMain.class);
    child.inputReader().readLine();
    var reaper = ReaperHandle.shared();
    reaper.watch(child.toHandle());
    reaper.entrust(RemoveFile.class, Path.of(args[0]).getParent().toString());
    reaper.entrust(RemoveFile.class, args[0]);
    System.out.println(child.pid() + " " + reaper.process().pid());
    var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String order; (order = orders.readLine()) != null && !order.equals("end"); ) {
      if (order.equals("forget")) {
        reaper.forget(child.toHandle());
        reaper.release(RemoveFile.class, args[0]);
        System.out.println("forgotten");
      }
    }
  }
}
