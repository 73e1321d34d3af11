package dev.ordeal.bench;

import dev.ordeal.bench.histories.Shape;
import dev.ordeal.bench.histories.Subject;
import dev.ordeal.history.formats.HistoryFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What the command line of {@link CheckerBench} asks for. */
final class BenchArguments {
  static final String USAGE =
      """
      CheckerBench MODEL [options]
        --operations 1000,10000   how many operations are begun
        --clients 10,20           how many clients are busy at any time
        --keys 1000               over how many keys a store's operations spread
        --info 0.01               the share of operations that crash
        --crashed 15              exactly so many crash
        --violation               something goes wrong at about 95 %
        --answered-cas            a cas that does not match answers ok false, and does not fail
        --no-empty                nobody takes from what may be empty
        --tick 1000               the grain of the clock in nanoseconds
        --seed 1                  the seed of the histories
        --rounds 5                so many timed rounds after half a second of warm-up; 0: no check
        --search                  only the general search decides
        --budget 20000000         steps of the search
        --write DIR               write each history there, as lines for a peer's runner
        --format edn              write it in one of Ordeal's formats instead
      """;

  final Subject subject;
  final List<Shape> shapes = new ArrayList<>();
  int rounds = 5;
  boolean search;
  Optional<Long> budgetSteps = Optional.empty();
  Optional<Path> directory = Optional.empty();
  Optional<HistoryFormat> format = Optional.empty();

  private int[] operations = {1_000, 10_000};
  private int[] clients = {10};
  private Shape shape = Shape.of(1, 1);

  private BenchArguments(String name) {
    subject = Subject.named(name);
  }

  static BenchArguments of(String... arguments) {
    if (arguments.length == 0) {
      throw new IllegalArgumentException("which model?\n" + USAGE);
    }
    var asked = new BenchArguments(arguments[0]);
    int at = 1;
    while (at < arguments.length) {
      String option = arguments[at++];
      if (!asked.flag(option)) {
        if (at == arguments.length) {
          throw new IllegalArgumentException(option + " needs a value, or is none of\n" + USAGE);
        }
        asked.option(option, arguments[at++]);
      }
    }
    if (asked.format.filter(HistoryFormat.PORCUPINE_KV::equals).isPresent()
        && !asked.subject.name().equals("store")) {
      throw new IllegalArgumentException(
          "porcupine-kv holds gets and puts by key: ask for the model store, or for edn");
    }
    for (int size : asked.operations) {
      for (int busy : asked.clients) {
        asked.shapes.add(asked.shape.sized(size, busy));
      }
    }
    return asked;
  }

  private boolean flag(String option) {
    switch (option) {
      case "--violation" -> shape = shape.withViolation();
      case "--answered-cas" -> shape = shape.withAnsweredCas();
      case "--no-empty" -> shape = shape.withoutEmptyTakes();
      case "--search" -> search = true;
      default -> {
        return false;
      }
    }
    return true;
  }

  private void option(String option, String value) {
    switch (option) {
      case "--operations" -> operations = numbers(value);
      case "--clients" -> clients = numbers(value);
      case "--keys" -> shape = shape.withKeys(Integer.parseInt(value));
      case "--info" -> shape = shape.withInfos(Double.parseDouble(value));
      case "--crashed" -> shape = shape.withCrashed(Integer.parseInt(value));
      case "--tick" -> shape = shape.withTick(Long.parseLong(value));
      case "--seed" -> shape = shape.withSeed(Long.parseLong(value));
      case "--rounds" -> rounds = Integer.parseInt(value);
      case "--budget" -> budgetSteps = Optional.of(Long.parseLong(value));
      case "--format" -> format = Optional.of(format(value));
      case "--write" -> directory = Optional.of(Path.of(value));
      default -> throw new IllegalArgumentException("there is no " + option + "\n" + USAGE);
    }
  }

  private static HistoryFormat format(String word) {
    return HistoryFormat.named(word)
        .orElseThrow(() -> new IllegalArgumentException("there is no format " + word));
  }

  private static int[] numbers(String list) {
    return Arrays.stream(list.replace("_", "").split(",", -1))
        .mapToInt(Integer::parseInt)
        .toArray();
  }
}
