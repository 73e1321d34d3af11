package dev.ordeal.nemesis.internal;

import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.Grudge.Link;
import dev.ordeal.harness.cluster.Network;
import dev.ordeal.harness.cluster.Network.Disturbance;
import dev.ordeal.harness.cluster.Network.Disturbance.Narrowed;
import dev.ordeal.harness.cluster.Network.Disturbance.Slowed;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.Probes;
import dev.ordeal.harness.cluster.Probes.Answer;
import dev.ordeal.harness.cluster.Probes.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Looks at links before and after they are disturbed. A link that did not answer before says
 * nothing; all that did must be disturbed, and one that is not to be disturbed must answer as
 * before.
 *
 * <p>If none answers at first, the machine may be busy: then both looks are more patient.
 */
final class LinkLook {
  /** How long a narrow link is to hold up a probe. */
  private static final Duration HOLD_UP = Duration.ofMillis(100);

  private static final Duration MORE_PATIENCE = Duration.ofSeconds(1);

  /**
   * So often it is asked how fast links are that shall be slow: one answer may be late by chance.
   */
  private static final int MOST_LOOKS = 5;

  /** As much as a server may take for one line. */
  private static final int MOST_BYTES = 60_000;

  private final Optional<Probes> probes;
  private final Set<Link> disturbed;
  private final Optional<Link> other;
  private final Disturbance disturbance;
  private final Duration patience;
  private final Map<Link, Reply> before;

  private LinkLook(
      Optional<Probes> probes, Set<Link> disturbed, Optional<Link> other, Disturbance disturbance) {
    this.probes = probes;
    this.disturbed = disturbed;
    this.other = other;
    this.disturbance = disturbance;
    var soon = replies(Probes.PATIENCE);
    boolean isBusy = isAny(soon, Answer.SILENT) && !isAny(soon, Answer.ANSWERED);
    this.patience = isBusy ? MORE_PATIENCE : Probes.PATIENCE;
    this.before = fastest(isBusy ? replies(patience) : soon);
  }

  /**
   * Of a link that shall be slow the fastest answer counts: that of a busy machine says nothing.
   */
  private Map<Link, Reply> fastest(Map<Link, Reply> first) {
    var fastest = new LinkedHashMap<>(first);
    if (disturbance instanceof Slowed slowed) {
      var least = slowed.latency().minus(slowed.jitter());
      for (int looks = 1; looks < MOST_LOOKS; looks++) {
        var late =
            fastest.entrySet().stream()
                .filter(one -> isLate(one.getValue(), least))
                .map(Map.Entry::getKey);
        ask(late.toList(), patience)
            .forEach((link, reply) -> fastest.merge(link, reply, LinkLook::faster));
      }
    }
    return fastest;
  }

  private static boolean isLate(Reply reply, Duration least) {
    return reply.answer() == Answer.ANSWERED && reply.after().compareTo(least) >= 0;
  }

  private static Reply faster(Reply one, Reply other) {
    boolean isFaster =
        other.answer() == Answer.ANSWERED && other.after().compareTo(one.after()) < 0;
    return isFaster ? other : one;
  }

  private boolean isAny(Map<Link, Reply> replies, Answer answer) {
    return disturbed.stream()
        .map(replies::get)
        .anyMatch(reply -> reply != null && reply.answer() == answer);
  }

  /** The first look: at the links that are to be disturbed, and at one that is not. */
  static LinkLook at(Cluster cluster, Set<Link> disturbed, Disturbance disturbance) {
    var names =
        Stream.concat(cluster.nodes().stream().map(Node::name), Stream.of(Network.CLIENTS))
            .toList();
    var other =
        names.stream()
            .flatMap(from -> cluster.nodes().stream().map(to -> new Link(from, to.name())))
            .filter(link -> !link.from().equals(link.to()))
            .filter(link -> !disturbed.contains(link))
            .filter(link -> !disturbed.contains(new Link(link.to(), link.from())))
            .findFirst();
    return new LinkLook(cluster.capability(Probes.class), disturbed, other, disturbance);
  }

  private Map<Link, Reply> replies(Duration patience) {
    var links =
        Stream.concat(disturbed.stream(), other.stream())
            .filter(link -> !link.to().equals(Network.CLIENTS))
            .toList();
    return ask(links, patience);
  }

  private Map<Link, Reply> ask(List<Link> links, Duration patience) {
    return links.isEmpty()
        ? Map.of()
        : probes.map(looking -> looking.links(links, bytes(), patience)).orElse(Map.of());
  }

  private int bytes() {
    if (!(disturbance instanceof Narrowed narrow)) {
      return 1;
    }
    double held = (double) narrow.bytesPerSecond() * HOLD_UP.toMillis() / 1_000;
    return (int) Math.max(1, Math.min(MOST_BYTES, held));
  }

  /** The second look. */
  Bite again() {
    var after = replies(patience);
    var bites = new ArrayList<Bite>();
    for (var link : disturbed) {
      var was = before.get(link);
      var is = after.get(link);
      if (was != null && is != null && was.answer() == Answer.ANSWERED) {
        bites.add(new Bite(isDisturbed(was, is), words(link, is)));
      }
    }
    return told(bites, other.map(after::get));
  }

  private boolean isDisturbed(Reply was, Reply is) {
    if (disturbance instanceof Slowed slowed) {
      var least = slowed.latency().minus(slowed.jitter());
      return is.answer() == Answer.SILENT || isLater(was, is, least);
    }
    if (disturbance instanceof Narrowed) {
      return is.answer() == Answer.SILENT || isLater(was, is, HOLD_UP.dividedBy(2));
    }
    return is.answer() != Answer.ANSWERED;
  }

  private static boolean isLater(Reply was, Reply is, Duration by) {
    return is.after().compareTo(by) >= 0 && is.after().compareTo(was.after()) > 0;
  }

  /** The first as an example, or the first that was not disturbed. */
  private Bite told(List<Bite> bites, Optional<Reply> undisturbed) {
    if (bites.isEmpty()) {
      return new Bite(false, "no link that answered before was there to be probed");
    }
    var example = bites.stream().filter(bite -> !bite.bit()).findFirst().orElse(bites.get(0));
    var others = bites.size() == 1 ? "" : ", one of " + bites.size();
    var rest =
        undisturbed
            .map(reply -> "; " + words(other.orElseThrow(), reply) + ", not disturbed")
            .orElse("");
    return new Bite(Bite.all(bites).bit(), example.how() + others + rest);
  }

  private static String words(Link link, Reply reply) {
    return link.from() + " to " + link.to() + ": " + reply.words();
  }
}
