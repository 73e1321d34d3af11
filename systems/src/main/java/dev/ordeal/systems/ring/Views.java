package dev.ordeal.systems.ring;

import dev.ordeal.systems.consensus.CasPaxos;
import dev.ordeal.systems.consensus.Change;
import dev.ordeal.systems.consensus.Outcome;
import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.port.Host;
import dev.ordeal.systems.port.WriteAhead;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The ring view that this node knows, and the register from which all views come: one CASPaxos
 * register on all nodes, be they members or not. It is changed there and spread by {@link Gossip}.
 *
 * <p>The view is written before anything is said in it, and a view never gives way to an older one,
 * not even across a restart.
 */
final class Views {
  private static final String REGISTER = "ring";
  private static final String RECORD = "view";

  private final WriteAhead storage;
  private final CasPaxos registers;
  private final RingView first;
  private final Consumer<RingView> adopted;
  private RingView current;

  /**
   * The view that this node knew last.
   *
   * @param members how many of the nodes are members at first
   * @param adopted told of each newer view once it counts
   */
  Views(
      Host host, WriteAhead storage, CasPaxos registers, int members, Consumer<RingView> adopted) {
    this.storage = storage;
    this.registers = registers;
    this.adopted = adopted;
    List<String> nodes = host.nodes();
    this.first = new RingView(1, nodes.subList(0, Math.min(members, nodes.size())), List.of());
    this.current = storage.read(RECORD).map(RingView::of).orElse(first);
  }

  RingView current() {
    return current;
  }

  /** Takes a view that was chosen, unless it is old. */
  void adopt(RingView view) {
    if (view.newerThan(current)) {
      current = view;
      storage.write(RECORD, view.body());
      adopted.accept(view);
    }
  }

  /**
   * Asks the register for the view in force.
   *
   * @param done told whether a majority answered
   */
  void refresh(Consumer<Boolean> done) {
    registers.read(
        REGISTER,
        state -> new Change.Keep(viewIn(state).body()),
        outcome -> {
          if (outcome instanceof Outcome.Chosen chosen) {
            adopt(RingView.of(chosen.answer()));
          }
          done.accept(outcome instanceof Outcome.Chosen);
        });
  }

  /** What is to become of a view: another one, itself, or an error. */
  sealed interface Step {
    /** The next view; the same one if nothing needs to change. */
    record To(RingView view) implements Step {}

    /** No change, and why. */
    record Refused(Map<String, @Nullable Object> error) implements Step {}
  }

  /** How a change of the view ended. */
  sealed interface Result {
    /** This view is in force. */
    record InForce(RingView view) implements Result {}

    /** It is not; what to tell whoever asked. */
    record Failed(Map<String, @Nullable Object> error, boolean definite) implements Result {}
  }

  /** Changes the view in the register; what is chosen is adopted here first. */
  void change(Function<RingView, Step> step, Consumer<Result> done) {
    registers.change(
        REGISTER, state -> decide(viewIn(state), step), outcome -> done.accept(result(outcome)));
  }

  private RingView viewIn(@Nullable Map<String, @Nullable Object> state) {
    return state == null ? first : RingView.of(state);
  }

  private static Change.Decision decide(RingView view, Function<RingView, Step> step) {
    Step next = step.apply(view);
    if (next instanceof Step.To to) {
      Map<String, @Nullable Object> body = to.view.body();
      return to.view.equals(view) ? new Change.Keep(body) : new Change.Become(body, body);
    }
    return new Change.Refuse(((Step.Refused) next).error);
  }

  private Result result(Outcome outcome) {
    if (outcome instanceof Outcome.Chosen chosen) {
      Map<String, @Nullable Object> answer = chosen.answer();
      if (answer.containsKey("code")) {
        return new Result.Failed(answer, true);
      }
      RingView view = RingView.of(answer);
      adopt(view);
      return new Result.InForce(view);
    }
    return outcome instanceof Outcome.Untouched untouched
        ? new Result.Failed(Errors.unavailable(untouched.why()), true)
        : new Result.Failed(Errors.timeout(((Outcome.Unknown) outcome).why()), false);
  }

  /** The current view as gossip tells it. */
  Map<String, @Nullable Object> gossip() {
    return Bodies.of("type", "gossip", "view", current.body());
  }
}
