package dev.ordeal.systems.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Trees of hashes: equal for equal contents, and different on the way to what differs. */
class MerkleTreeTest {

  private static MerkleTree treeOf(Map<String, String> contents) {
    var tree = new MerkleTree();
    contents.forEach(tree::add);
    return tree;
  }

  private static List<Integer> differingLeaves(MerkleTree one, MerkleTree other, int node) {
    if (one.hash(node) == other.hash(node)) {
      return List.of();
    }
    if (MerkleTree.isLeaf(node)) {
      return List.of(node);
    }
    var leaves = new ArrayList<>(differingLeaves(one, other, 2 * node));
    leaves.addAll(differingLeaves(one, other, 2 * node + 1));
    return leaves;
  }

  @Test
  void changes_lead_to_the_same_tree_as_building_it_anew() {
    for (long seed = 0; seed < 50; seed++) {
      var random = new SplittableRandom(seed);
      Map<String, String> contents = new TreeMap<>();
      var tree = new MerkleTree();
      for (int i = 0; i < 500; i++) {
        String key = "k" + random.nextInt(100);
        String before = contents.remove(key);
        if (before != null) {
          tree.remove(key, before);
        }
        if (random.nextBoolean()) {
          contents.put(key, "v" + i);
          tree.add(key, "v" + i);
        }
      }
      assertThat(differingLeaves(tree, treeOf(contents), MerkleTree.ROOT))
          .as("seed %d", seed)
          .isEmpty();
    }
  }

  @Test
  void a_walk_down_finds_exactly_the_leaves_of_what_differs() {
    for (long seed = 0; seed < 50; seed++) {
      var random = new SplittableRandom(seed);
      Map<String, String> contents = new TreeMap<>();
      for (int i = 0; i < 300; i++) {
        contents.put("k" + i, "v" + random.nextInt());
      }
      MerkleTree whole = treeOf(contents);
      String changed = "k" + random.nextInt(300);
      String lost = "k" + random.nextInt(300);
      contents.put(changed, "other");
      contents.remove(lost);
      assertThat(differingLeaves(whole, treeOf(contents), MerkleTree.ROOT))
          .as("seed %d", seed)
          .containsOnly(MerkleTree.leafOf(changed), MerkleTree.leafOf(lost));
    }
  }
}
