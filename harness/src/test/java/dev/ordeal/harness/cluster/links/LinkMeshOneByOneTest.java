package dev.ordeal.harness.cluster.links;

/** All that holds of links holds too where the server changes them one after the other. */
class LinkMeshOneByOneTest extends LinkMeshTest {
  @Override
  boolean jointly() {
    return false;
  }
}
