package dev.ordeal.harness.cluster.disks;

/** Prints what keeps this process from mounting. */
final class FuseSupportMain {

  private FuseSupportMain() {}

  public static void main(String[] args) {
    System.out.println(FuseSupport.problem().orElse("nothing"));
  }
}
