package dev.ordeal.checkers.lock;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import dev.ordeal.history.Op.Type;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The laws of a fenced lock that two or three operations suffice to break: tokens grow from grant
 * to grant, and once a token has written, no older one writes or is read.
 *
 * <p>Whatever it finds makes the history invalid under {@link
 * dev.ordeal.checkers.models.FencedLock}; not the other way round. It does not judge: it explains a
 * conviction in the fewest operations.
 */
final class TokenOrder {

  /** The greatest tokens that had been granted and had written when an operation began. */
  private record Before(@Nullable Op grant, @Nullable Op write) {}

  private final History history;
  private final Map<Integer, Before> open = new HashMap<>();
  private final Map<Long, Op> grants = new HashMap<>();
  private @Nullable Op newestGrant;
  private @Nullable Op newestWrite;

  private TokenOrder(History history) {
    this.history = history;
  }

  /** The first operation that breaks a law, with those that show it. */
  static Optional<Anomaly> broken(History history) {
    var order = new TokenOrder(history);
    for (Op op : history) {
      if (op.isNemesis()) {
        continue;
      }
      if (op.type() == Type.INVOKE) {
        order.open.put(op.process(), new Before(order.newestGrant, order.newestWrite));
      } else if (op.type() == Type.OK && token(op) != null) {
        Optional<Anomaly> anomaly = order.completed(op);
        if (anomaly.isPresent()) {
          return anomaly;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Anomaly> completed(Op op) {
    Before before = open.getOrDefault(op.process(), new Before(null, null));
    return switch (op.f()) {
      case "acquire" -> granted(op, before.grant());
      case "write" -> written(op, before.write());
      case "read" -> read(op, before.write());
      default -> Optional.empty();
    };
  }

  private Optional<Anomaly> granted(Op op, @Nullable Op earlier) {
    Op twin = grants.put(number(op), op);
    if (twin != null) {
      var because = "token %d is granted twice, to p%d and to p%d";
      return anomaly(
          "token-not-growing",
          because.formatted(number(op), twin.process(), op.process()),
          twin,
          op);
    }
    if (earlier != null && follows(op, earlier) && number(op) < number(earlier)) {
      var because = "token %d is granted after token %d";
      return anomaly(
          "token-not-growing", because.formatted(number(op), number(earlier)), earlier, op);
    }
    newestGrant = newest(newestGrant, op);
    return Optional.empty();
  }

  private Optional<Anomaly> written(Op op, @Nullable Op newer) {
    if (newer != null && follows(op, newer) && number(op) < number(newer)) {
      return anomaly("stale-token-write", stale(op, op, newer), newer, op);
    }
    newestWrite = newest(newestWrite, op);
    return Optional.empty();
  }

  private Optional<Anomaly> read(Op op, @Nullable Op newer) {
    if (newer == null || !follows(op, newer) || number(op) >= number(newer)) {
      return Optional.empty();
    }
    Op late = lateWrite(op, newer);
    if (late == null) {
      var because = "what token %d wrote is read after token %d had written";
      return anomaly("stale-read", because.formatted(number(op), number(newer)), newer, op);
    }
    String because = stale(late, op, newer) + ", as a read shows";
    return anomaly("stale-token-write", because, newer, late, op);
  }

  /** A write, and an op that tells its token. */
  private static String stale(Op write, Op telling, Op newer) {
    return "the resource takes p%d's write with token %d after p%d's with the newer token %d"
        .formatted(write.process(), number(telling), newer.process(), number(newer));
  }

  /** The invocation of the write that was read, if it was still open when the newer one ended. */
  private @Nullable Op lateWrite(Op read, Op newer) {
    return history.stream()
        .filter(op -> op.type() == Type.INVOKE && op.f().equals("write") && !op.isNemesis())
        .filter(op -> Objects.equals(op.value(), read.value()))
        .filter(op -> history.completion(op).map(end -> end.index() > newer.index()).orElse(true))
        .findFirst()
        .orElse(null);
  }

  /** Endpoints that touch are concurrent. */
  private boolean follows(Op completion, Op earlier) {
    return history.invocation(completion).time() > earlier.time();
  }

  private static @Nullable Op newest(@Nullable Op newest, Op op) {
    return newest == null || number(op) > number(newest) ? op : newest;
  }

  /** These operations, and the grants of their tokens, as far as anybody saw them. */
  private Optional<Anomaly> anomaly(String name, String because, Op... shown) {
    var witness =
        Stream.of(shown)
            .flatMap(op -> Stream.of(Optional.of(op), Optional.ofNullable(grants.get(number(op)))))
            .flatMap(Optional::stream)
            .flatMap(op -> both(op).stream())
            .distinct()
            .sorted(Comparator.comparing(Op::index))
            .toList();
    return Optional.of(new Anomaly(name, because, witness));
  }

  private List<Op> both(Op op) {
    if (op.type() != Type.INVOKE) {
      return List.of(history.invocation(op), op);
    }
    return history.completion(op).map(end -> List.of(op, end)).orElse(List.of(op));
  }

  private static long number(Op op) {
    Long token = token(op);
    if (token == null) {
      throw new IllegalStateException("an op that has no token came this far: " + op);
    }
    return token;
  }

  private static @Nullable Long token(Op op) {
    return op.value() instanceof Map<?, ?> value && value.get("token") instanceof Long token
        ? token
        : null;
  }
}
