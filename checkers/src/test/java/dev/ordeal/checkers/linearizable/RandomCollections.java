package dev.ordeal.checkers.linearizable;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Model.Call;
import dev.ordeal.checkers.Model.To;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Random histories of a collection of unique Longs: each call takes effect at a moment of its own,
 * then the tale is spoiled a little: two takes swap their answers, one finds nothing, a call is
 * moved, or nobody sees it end.
 *
 * @param <S> the state of the model
 */
final class RandomCollections<S> {
  private final Model<S> model;
  private final String put;
  private final String take;
  private final Random random;

  /** One call, before it becomes two ops. */
  private static final class Draft {
    final String f;
    final @Nullable Object input;
    int begin;
    int end;
    final double effect;
    boolean seen;
    @Nullable Object output;

    Draft(Random random, int horizon, int longest, boolean seen, String f, @Nullable Object input) {
      this.f = f;
      this.input = input;
      begin = random.nextInt(horizon);
      end = begin + random.nextInt(longest + 1);
      effect = begin + (end - begin) * random.nextDouble();
      this.seen = seen;
    }
  }

  RandomCollections(Model<S> model, String put, String take, long seed) {
    this.model = model;
    this.put = put;
    this.take = take;
    this.random = new Random(seed * 0x9E3779B97F4A7C15L);
  }

  History history(int size) {
    var values = new ArrayList<Long>();
    for (long value = 1; value <= size; value++) {
      values.add(value);
    }
    Collections.shuffle(values, random);
    int horizon = List.of(size, 4 * size, 12 * size).get(random.nextInt(3));
    int longest = 1 + horizon / List.of(2, 5, 15).get(random.nextInt(3));
    double unseen = List.of(0.1, 0.5).get(random.nextInt(2));
    var drafts = new ArrayList<Draft>();
    for (Long value : values) {
      drafts.add(
          random.nextInt(11) < 6
              ? new Draft(random, horizon, longest, random.nextInt(7) > 0, put, value)
              : new Draft(random, horizon, longest, random.nextDouble() > unseen, take, null));
    }
    answer(drafts, values);
    for (int spoiled = random.nextInt(4); spoiled > 0; spoiled--) {
      spoil(drafts, horizon);
    }
    return history(drafts);
  }

  private void answer(List<Draft> drafts, List<Long> values) {
    drafts.sort(Comparator.comparingDouble(draft -> draft.effect));
    S state = model.initial();
    for (var draft : drafts) {
      if (draft.f.equals(put)) {
        draft.output = draft.input;
        // Of what nobody saw end, some never happens.
        if (!draft.seen && random.nextBoolean()) {
          continue;
        }
      } else if (draft.seen) {
        draft.output = answer(state, values);
      }
      var call = new Call(0, draft.f, draft.input, draft.seen, draft.output);
      if (model.step(state, call) instanceof To<S> to) {
        state = to.state();
      }
    }
  }

  private @Nullable Long answer(S state, List<Long> values) {
    for (Long value : values) {
      if (model.step(state, new Call(0, take, null, true, value)) instanceof To<S>) {
        return value;
      }
    }
    return null;
  }

  private void spoil(List<Draft> drafts, int horizon) {
    var one = drafts.get(random.nextInt(drafts.size()));
    switch (random.nextInt(7)) {
      case 0 -> {
        int moved = random.nextInt(horizon);
        one.end += moved - one.begin;
        one.begin = moved;
      }
      case 1 -> one.seen = false;
      case 2 -> one.end = one.begin + random.nextInt(1 + one.end - one.begin);
      default -> spoilAnswers(drafts.stream().filter(d -> d.f.equals(take) && d.seen).toList());
    }
  }

  private void spoilAnswers(List<Draft> takes) {
    if (!takes.isEmpty()) {
      var one = takes.get(random.nextInt(takes.size()));
      var two = takes.get(random.nextInt(takes.size()));
      var output = one.output;
      one.output = random.nextInt(5) == 0 ? null : two.output;
      two.output = output;
    }
  }

  private History history(List<Draft> drafts) {
    record Event(Draft draft, int process, int time, boolean isEnd) {}
    var events = new ArrayList<Event>();
    for (int i = 0; i < drafts.size(); i++) {
      events.add(new Event(drafts.get(i), i, drafts.get(i).begin, false));
      events.add(new Event(drafts.get(i), i, drafts.get(i).end, true));
    }
    var lines = new ArrayList<Event>(events);
    Collections.shuffle(lines, random);
    lines.sort(Comparator.comparingInt(Event::time).thenComparing(Event::isEnd));
    var builder = History.builder();
    for (var event : lines) {
      var invoke = Op.invoke(event.draft.f, event.draft.input);
      var op =
          !event.isEnd
              ? invoke
              : event.draft.seen ? invoke.ok(event.draft.output) : invoke.info("timeout");
      builder.add(op.withProcess(event.process).withTime(event.time));
    }
    return builder.build();
  }
}
