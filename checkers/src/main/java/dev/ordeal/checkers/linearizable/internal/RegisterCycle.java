package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Role;
import dev.ordeal.checkers.Structure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jgrapht.Graph;
import org.jgrapht.GraphPath;
import org.jgrapht.alg.shortestpath.BFSShortestPath;
import org.jgrapht.graph.SimpleDirectedGraph;
import org.jspecify.annotations.Nullable;

/**
 * Why a few operations of a register have no order, as a cycle of what must come before what; in
 * the manner of Elle (Kingsbury and Alvaro, 2020).
 *
 * <p>An operation comes before another if it ended before that began, a write before the reads of
 * its value, a read of the initial value before all writes. Where all writes differ, nothing may
 * come between a write and a read of it: a write that comes before the read comes before the write
 * as well, and one that comes after the write comes after the read as well. These claims are added
 * until there is a cycle; that there always is one if there is no order follows from Gibbons and
 * Korach's theorem on zones (1997): of two zones in conflict each write comes before the other.
 */
final class RegisterCycle<S> {

  /** That one operation comes before another, and which claims that follows from. */
  private record Claim(int from, int to, String sentence, List<Claim> premises) {}

  private static final int INITIAL = -1;

  private final Few<S> few;
  private final Wording wording;
  private final Graph<Integer, Claim> before = new SimpleDirectedGraph<>(Claim.class);

  /** Per read the write that it reads, or {@link #INITIAL}; per write itself. */
  private final int[] source;

  private RegisterCycle(Few<S> few, Wording wording, int[] source) {
    this.few = few;
    this.wording = wording;
    this.source = source;
  }

  /** A sentence per claim and the contradiction; empty if it is no register, or not so simple. */
  static <S> Optional<List<String>> of(Few<S> few, Model<S> model, Wording wording) {
    if (!(model.structure() instanceof Structure.Register register)) {
      return Optional.empty();
    }
    int[] source = sources(few, model, register.initial());
    return source == null
        ? Optional.empty()
        : new RegisterCycle<>(few, wording, source).sentences();
  }

  private static <S> int @Nullable [] sources(
      Few<S> few, Model<S> model, @Nullable Object initial) {
    Map<Object, Integer> writes = new HashMap<>();
    writes.put(Optional.ofNullable(initial), INITIAL);
    int[] source = new int[few.size()];
    for (int i = 0; i < source.length; i++) {
      source[i] = i;
      if (model.role(few.call(i)) instanceof Role.Write write
          && writes.put(Optional.ofNullable(write.value()), i) != null) {
        return null;
      }
    }
    for (int i = 0; i < source.length; i++) {
      Role role = model.role(few.call(i));
      if (role instanceof Role.Read read && few.isRequired(i)) {
        Integer write = writes.get(Optional.ofNullable(read.value()));
        if (write == null) {
          return null;
        }
        source[i] = write;
      } else if (!(role instanceof Role.Write)) {
        return null;
      }
    }
    return source;
  }

  private Optional<List<String>> sentences() {
    addWhatIsSeen();
    while (true) {
      Optional<List<Claim>> cycle = shortestCycle();
      if (cycle.isPresent()) {
        return Optional.of(told(cycle.get()));
      }
      if (!addWhatFollows()) {
        return Optional.empty();
      }
    }
  }

  private boolean isWrite(int number) {
    return source[number] == number;
  }

  /** Whether it surely happened: what nobody saw end did if it was read. */
  private boolean happened(int number) {
    return few.isRequired(number) || Arrays.stream(source).filter(s -> s == number).count() > 1;
  }

  private void addWhatIsSeen() {
    for (int i = 0; i < few.size(); i++) {
      before.addVertex(i);
    }
    for (int a = 0; a < few.size(); a++) {
      for (int b = 0; b < few.size(); b++) {
        if (!happened(a) || !happened(b)) {
          continue;
        }
        if ((few.before(b) >>> a & 1) != 0) {
          claim(a, b, List.of(), "{a} ended (%s) before {b} began (%s).", ended(a), began(b));
        } else if (source[b] == a && a != b) {
          claim(a, b, List.of(), "{b} reads what {a} wrote, so it comes after that.");
        } else if (source[a] == INITIAL && isWrite(b)) {
          claim(a, b, List.of(), "{a} reads what was there at first, so it comes before {b}.");
        }
      }
    }
  }

  private String ended(int number) {
    return wording.ended(number);
  }

  private String began(int number) {
    return wording.began(number);
  }

  private void claim(int a, int b, List<Claim> premises, String sentence, Object... times) {
    before.addEdge(a, b, new Claim(a, b, sentence.formatted(times), premises));
  }

  /** One round of claims; whether there was any new one. */
  private boolean addWhatFollows() {
    int known = before.edgeSet().size();
    for (int read = 0; read < few.size(); read++) {
      int write = source[read];
      if (write == read || write == INITIAL) {
        continue;
      }
      for (int other = 0; other < few.size(); other++) {
        if (!isWrite(other) || other == write || !happened(other)) {
          continue;
        }
        follow(read, write, other);
      }
    }
    return before.edgeSet().size() > known;
  }

  private void follow(int read, int write, int other) {
    String reads = "{%d} reads what {%d} wrote, and ".formatted(read, write);
    var toRead = path(other, read);
    if (toRead != null && !before.containsEdge(other, write)) {
      String so = "{a} comes before that read, so it comes before {b} as well.";
      claim(other, write, toRead.getEdgeList(), reads + so);
    }
    var fromWrite = path(write, other);
    if (fromWrite != null && !before.containsEdge(read, other)) {
      String so = "{b} comes after that write, so it comes after the read as well.";
      claim(read, other, fromWrite.getEdgeList(), reads + so);
    }
  }

  private @Nullable GraphPath<Integer, Claim> path(int from, int to) {
    return BFSShortestPath.findPathBetween(before, from, to);
  }

  /** The cycle that takes the fewest sentences. */
  private Optional<List<Claim>> shortestCycle() {
    List<Claim> best = null;
    for (Claim claim : before.edgeSet()) {
      var back = path(claim.to(), claim.from());
      if (back != null) {
        var cycle = new ArrayList<Claim>(List.of(claim));
        cycle.addAll(back.getEdgeList());
        best = best == null || length(cycle) < length(best) ? cycle : best;
      }
    }
    return Optional.ofNullable(best);
  }

  /** How long a cycle is to tell; of those alike, how long it is. */
  private static int length(List<Claim> cycle) {
    return withPremises(cycle).size() * Few.MOST + cycle.size();
  }

  private static Set<Claim> withPremises(List<Claim> claims) {
    Set<Claim> all = new LinkedHashSet<>();
    for (Claim claim : claims) {
      all.addAll(withPremises(claim.premises()));
      all.add(claim);
    }
    return all;
  }

  private List<String> told(List<Claim> cycle) {
    var sentences = new ArrayList<String>();
    for (Claim claim : withPremises(cycle)) {
      sentences.add(named(claim));
    }
    var steps = new ArrayList<String>();
    for (Claim claim : cycle) {
      String verb = steps.isEmpty() ? " comes before " : " before ";
      steps.add(wording.name(claim.from()) + verb + wording.name(claim.to()));
    }
    int last = steps.size() - 1;
    sentences.add(
        "So %s, and %s: a contradiction."
            .formatted(String.join(", ", steps.subList(0, last)), steps.get(last)));
    return sentences;
  }

  private String named(Claim claim) {
    String sentence = claim.sentence();
    for (int i = 0; i < few.size(); i++) {
      String mark = "{" + i + "}";
      sentence = sentence.contains(mark) ? sentence.replace(mark, wording.name(i)) : sentence;
    }
    return sentence
        .replace("{a}", wording.name(claim.from()))
        .replace("{b}", wording.name(claim.to()));
  }
}
