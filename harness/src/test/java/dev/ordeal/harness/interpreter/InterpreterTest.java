package dev.ordeal.harness.interpreter;

import static dev.ordeal.harness.generator.Generators.any;
import static dev.ordeal.harness.generator.Generators.clients;
import static dev.ordeal.harness.generator.Generators.forEach;
import static dev.ordeal.harness.generator.Generators.invoke;
import static dev.ordeal.harness.generator.Generators.nemesis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.ordeal.harness.client.Client;
import dev.ordeal.harness.client.RpcException;
import dev.ordeal.harness.generator.Generator;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import dev.ordeal.history.Op.Type;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds in real time and in virtual time alike. */
class InterpreterTest {
  private final List<Op> journal = new ArrayList<>();
  private final QueueTime time = new QueueTime();

  private Setup setup(Client.Connector connector, int concurrency) {
    return Setup.of(connector, FakeNode.several(3), concurrency, 42, journal::add);
  }

  private History run(World world, Setup setup, Generator generator) throws Exception {
    try (var interpreter = world.open(setup, time)) {
      interpreter.run(generator);
    }
    return History.of(journal);
  }

  private static Generator numbers() {
    return forEach(n -> Op.invoke("add", n));
  }

  private static Client answering(Client client) {
    return client;
  }

  @ParameterizedTest
  @EnumSource
  void every_operation_is_journaled_with_its_completion(World world) throws Exception {
    var history = run(world, setup(node -> answering(Op::ok), 3), clients(numbers().limit(50)));
    assertThat(history.oks("add").map(Op::value)).hasSize(50).doesNotHaveDuplicates();
    assertThat(journal).extracting(Op::time).isSorted();
    assertThat(journal).extracting(Op::index).isSorted().doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource
  void an_invocation_is_journaled_before_the_client_sees_it(World world) throws Exception {
    var shared = Collections.synchronizedList(journal);
    var setup =
        Setup.of(
            node -> answering(op -> shared.contains(op) ? op.ok() : op.fail("not journaled")),
            FakeNode.several(1),
            2,
            1,
            shared::add);
    assertThat(run(world, setup, clients(numbers().limit(20))).oks("add")).hasSize(20);
  }

  @ParameterizedTest
  @EnumSource
  void everything_is_flushed_before_a_client_sees_an_invocation_and_at_the_end(World world)
      throws Exception {
    var log = new FlushedLog();
    var setup =
        Setup.of(
            node -> answering(op -> log.flushed().contains(op) ? op.ok() : op.fail("unsafe")),
            FakeNode.several(1),
            2,
            1,
            log);
    run(world, setup, clients(numbers().limit(20)));
    assertThat(log.flushed()).hasSize(40).noneMatch(op -> op.type() == Op.Type.FAIL);
  }

  /** Knows what was safe at the last flush. */
  private static final class FlushedLog implements OpLog {
    private final List<Op> added = new ArrayList<>();
    private volatile List<Op> flushed = List.of();

    @Override
    public void add(Op op) {
      added.add(op);
    }

    @Override
    public void flush() {
      flushed = List.copyOf(added);
    }

    List<Op> flushed() {
      return flushed;
    }
  }

  @ParameterizedTest
  @EnumSource
  void an_info_retires_its_process_and_its_client(World world) throws Exception {
    var opened = new AtomicInteger();
    var closed = new AtomicInteger();
    Client.Connector connector =
        node -> {
          opened.incrementAndGet();
          return new Client() {
            @Override
            public Op invoke(Op op) {
              return op.info("lost");
            }

            @Override
            public void close() {
              closed.incrementAndGet();
            }
          };
        };
    run(world, setup(connector, 2), clients(numbers().limit(6)));
    var processes = journal.stream().filter(op -> op.type() == Type.INVOKE).map(Op::process);
    assertThat(processes).hasSize(6).doesNotHaveDuplicates();
    assertThat(opened).hasValue(6);
    assertThat(closed).hasValue(6);
  }

  @ParameterizedTest
  @EnumSource
  void a_process_talks_to_the_node_at_its_number(World world) throws Exception {
    run(
        world,
        setup(node -> answering(op -> op.info(node.name())), 2),
        clients(numbers().limit(12)));
    assertThat(journal)
        .filteredOn(op -> op.type() == Type.INFO)
        .hasSize(12)
        .allSatisfy(op -> assertThat(op.error()).isEqualTo("n" + (op.process() % 3 + 1)));
  }

  @ParameterizedTest
  @EnumSource
  void what_a_client_throws_is_info_unless_it_is_definite(World world) throws Exception {
    Client client =
        op -> {
          throw switch ((int) (long) (Long) op.value()) {
            case 0 -> new RpcException(true, 22, "held");
            case 1 -> new RpcException(false, 0, "no answer in time");
            case 2 -> new IOException("broken pipe");
            default -> new IllegalStateException();
          };
        };
    var history = run(world, setup(node -> client, 1), clients(numbers().limit(4)));
    assertThat(history.stream().filter(op -> op.type().completes()))
        .extracting(Op::type, Op::error)
        .containsExactly(
            tuple(Type.FAIL, "held"),
            tuple(Type.INFO, "no answer in time"),
            tuple(Type.INFO, "IOException: broken pipe"),
            tuple(Type.INFO, "IllegalStateException"));
  }

  @ParameterizedTest
  @EnumSource
  void an_operation_that_cannot_connect_fails_and_the_next_one_tries_again(World world)
      throws Exception {
    var tries = new AtomicInteger();
    Client.Connector connector =
        node -> {
          if (tries.incrementAndGet() < 3) {
            throw new IOException("refused");
          }
          return Op::ok;
        };
    run(world, setup(connector, 1), clients(numbers().limit(4)));
    assertThat(journal)
        .filteredOn(op -> op.type().completes())
        .extracting(Op::type)
        .containsExactly(Type.FAIL, Type.FAIL, Type.OK, Type.OK);
    assertThat(journal.get(1).error()).isEqualTo("cannot connect to n1: IOException: refused");
    assertThat(journal).extracting(Op::process).containsOnly(0);
  }

  @ParameterizedTest
  @EnumSource
  void a_client_that_breaks_its_contract_ends_the_trial_and_is_named(World world) {
    List<Client> broken =
        List.of(op -> op, op -> null, op -> op.ok().withProcess(7), op -> Op.invoke("other").ok());
    for (Client client : broken) {
      assertThatThrownBy(() -> run(world, setup(node -> client, 1), clients(invoke("read"))))
          .isInstanceOf(ClientContractException.class)
          .hasMessageContaining(client.getClass().getName())
          .hasMessageContaining("read");
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_nemesis_answers_info_and_its_throws_are_recorded(World world) throws Exception {
    var setup =
        setup(node -> answering(Op::ok), 1)
            .withNemesis(
                op -> {
                  if (op.f().equals("kill")) {
                    throw new IllegalStateException("n1 is dead");
                  }
                  return List.of("n1", "n2");
                });
    run(world, setup, nemesis(invoke("cut").then(invoke("kill")).then(invoke("cut"))));
    assertThat(journal).extracting(Op::process).containsOnly(Op.NEMESIS);
    assertThat(journal)
        .filteredOn(op -> op.type() == Type.INFO)
        .extracting(Op::value)
        .containsExactly(
            List.of("n1", "n2"),
            Map.of("failed", "IllegalStateException: n1 is dead"),
            List.of("n1", "n2"));
  }

  @ParameterizedTest
  @EnumSource
  void nothing_begins_after_its_time_limit(World world) throws Exception {
    var limit = Duration.ofMillis(30);
    run(
        world,
        setup(node -> answering(Op::ok), 2),
        clients(numbers().stagger(Duration.ofMillis(1)).timeLimit(limit)));
    assertThat(journal)
        .isNotEmpty()
        .filteredOn(op -> op.type() == Type.INVOKE)
        .allMatch(op -> op.time() < limit.toNanos() + Duration.ofMillis(10).toNanos());
    assertThat(journal.get(journal.size() - 1).time()).isGreaterThan(0);
  }

  @ParameterizedTest
  @EnumSource
  void clients_that_are_refused_at_once_do_not_stop_the_clock(World world) throws Exception {
    Client.Connector refused =
        node -> {
          throw new IOException("refused");
        };
    run(world, setup(refused, 3), clients(numbers()).timeLimit(Duration.ofMillis(20)));
    assertThat(journal).filteredOn(op -> op.type() == Type.FAIL).hasSizeGreaterThan(3);
  }

  @ParameterizedTest
  @EnumSource
  void phases_share_clock_processes_and_clients(World world) throws Exception {
    var opened = new AtomicInteger();
    Client.Connector connector =
        node -> {
          opened.incrementAndGet();
          return Op::ok;
        };
    var setup = setup(connector, 2).withNemesis(op -> null);
    try (var interpreter = world.open(setup, time)) {
      interpreter.run(clients(numbers().limit(20)));
      interpreter.run(nemesis(invoke("heal")));
      interpreter.run(clients(invoke("read").repeat(4)));
      assertThat(interpreter.progress())
          .extracting(Progress::invoked, Progress::ok, Progress::open, Progress::faults)
          .containsExactly(24L, 24L, 0L, 1L);
    }
    assertThat(History.of(journal).size()).isEqualTo(50);
    assertThat(journal).extracting(Op::time).isSorted();
    assertThat(journal).extracting(Op::index).isSorted().doesNotHaveDuplicates();
    assertThat(opened.get()).isLessThanOrEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void a_generator_that_waits_for_nothing_is_refused(World world) {
    Generator waiting =
        new Generator() {
          @Override
          public Next next(dev.ordeal.harness.generator.Context context) {
            return new Pending(Long.MAX_VALUE, this);
          }
        };
    assertThatThrownBy(() -> run(world, setup(node -> answering(Op::ok), 1), waiting))
        .hasMessageContaining("no operation is open");
  }

  @ParameterizedTest
  @EnumSource
  void a_generator_that_emits_for_a_busy_process_is_refused(World world) {
    Generator wrong = context -> new Generator.Emit(Op.invoke("read").withProcess(99), numbers());
    assertThatThrownBy(() -> run(world, setup(node -> answering(Op::ok), 1), wrong))
        .hasMessageContaining("free process");
  }

  @ParameterizedTest
  @EnumSource
  void a_journal_that_fails_ends_the_trial(World world) {
    var setup =
        Setup.of(
            node -> answering(Op::ok),
            FakeNode.several(1),
            1,
            1,
            op -> {
              throw new IllegalStateException("disk full");
            });
    assertThatThrownBy(() -> run(world, setup, clients(numbers()))).hasMessage("disk full");
  }

  @Test
  void the_same_seed_gives_the_same_history_in_virtual_time() throws Exception {
    var histories = new HashSet<List<Op>>();
    for (int i = 0; i < 2; i++) {
      var ops = new ArrayList<Op>();
      var clock = new QueueTime();
      var setup =
          Setup.of(
                  node -> new RandomClient(clock, node.name()), FakeNode.several(3), 5, 7, ops::add)
              .withNemesis(op -> "done");
      try (var interpreter = Interpreter.inVirtualTime(setup, clock)) {
        interpreter.run(
            any(
                clients(numbers().stagger(Duration.ofMillis(2)).timeLimit(Duration.ofSeconds(1))),
                nemesis(invoke("cut").repeat(20).stagger(Duration.ofMillis(30)))));
      }
      histories.add(ops);
    }
    assertThat(histories).hasSize(1);
  }
}
