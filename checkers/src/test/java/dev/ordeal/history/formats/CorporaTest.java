package dev.ordeal.history.formats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Verdict.Validity;
import dev.ordeal.checkers.linearizable.Linearizable;
import dev.ordeal.checkers.models.CasRegister;
import dev.ordeal.checkers.models.Models;
import dev.ordeal.history.History;
import dev.ordeal.history.JsonLines.Limits;
import dev.ordeal.history.Op.Type;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Histories that others recorded or keep get the verdict that they are known for. */
class CorporaTest {
  record Known(String file, String model, Validity verdict) {
    static Known of(String line) {
      String[] fields = line.split("\t", -1);
      return new Known(fields[0], fields[1], Validity.valueOf(fields[2].toUpperCase(Locale.ROOT)));
    }

    History history() throws IOException {
      try (InputStream in = open(file)) {
        return HistoryFormat.readAny(in, Limits.standard());
      }
    }

    Model<?> judge() {
      return model.equals("knossos-cas-register of 0")
          ? CasRegister.ofKnossos(0)
          : Models.named(model).orElseThrow();
    }
  }

  static List<Known> known() {
    try (var in = new BufferedReader(new InputStreamReader(open("VERDICTS.tsv"), UTF_8))) {
      return in.lines().skip(1).map(Known::of).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String file) {
    return CorporaTest.class.getResourceAsStream("/corpora/" + file);
  }

  @Test
  void the_corpora_are_all_there() {
    assertThat(known()).hasSizeGreaterThanOrEqualTo(135);
    assertThat(known()).filteredOn(k -> k.verdict() == Validity.VALID).hasSizeGreaterThan(30);
    assertThat(known()).filteredOn(k -> k.verdict() == Validity.INVALID).hasSizeGreaterThan(80);
  }

  @ParameterizedTest
  @MethodSource("known")
  void a_recorded_history_gets_the_verdict_it_is_known_for(Known known) throws IOException {
    var history = known.history();
    boolean evidence = history.clientOps().anyMatch(op -> op.type() == Type.OK);
    assertThat(Linearizable.of(known.judge()).check(history).validity())
        .as("where nothing is ok there is no evidence, so the answer is unknown, not valid")
        .isEqualTo(evidence ? known.verdict() : Validity.UNKNOWN);
  }

  @ParameterizedTest
  @MethodSource("known")
  void a_recorded_history_survives_every_format_that_can_say_it(Known known) throws IOException {
    var history = known.history();
    assertThat(JepsenEdn.parse(JepsenEdn.print(history))).isEqualTo(history);
    assertThat(History.parse(history.toString())).isEqualTo(history);
    if (known.model().equals("key-value-store")) {
      assertThat(PorcupineKv.parse(PorcupineKv.print(history))).isEqualTo(history);
    }
  }
}
