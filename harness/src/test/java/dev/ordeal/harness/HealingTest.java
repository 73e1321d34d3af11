package dev.ordeal.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.harness.interpreter.FakeNode;
import dev.ordeal.harness.interpreter.Interpreter;
import dev.ordeal.harness.interpreter.Setup;
import dev.ordeal.history.Op;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HealingTest {

  @Test
  void a_nemesis_that_heals_longer_than_stragglers_may_take_is_waited_for() throws Exception {
    List<Op> ops = new ArrayList<>();
    var setup =
        Setup.of(node -> op -> op.ok(), FakeNode.several(1), 1, 7, ops::add)
            .withStragglers(Duration.ofMillis(1))
            .withNemesis(
                op -> {
                  TimeUnit.MILLISECONDS.sleep(100);
                  return "healed";
                });
    try (var interpreter = Interpreter.inRealTime(setup)) {
      interpreter.run(Healing.whole());
    }
    assertThat(ops).extracting(Op::value).containsExactly(null, "healed");
  }
}
