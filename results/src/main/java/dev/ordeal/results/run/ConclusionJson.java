package dev.ordeal.results.run;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.checkers.Evidence;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.history.Op;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Conclusions as plain data, and back. */
final class ConclusionJson {

  private ConclusionJson() {}

  static Map<String, @Nullable Object> plain(Conclusion conclusion) {
    var json = new LinkedHashMap<String, @Nullable Object>();
    json.put("version", RunJson.VERSION);
    json.put("outcome", conclusion.outcome().word());
    json.put("message", conclusion.message());
    json.put("suppressed", conclusion.suppressed());
    json.put("ended", conclusion.ended().toString());
    if (!conclusion.phases().isEmpty()) {
      json.put("phases", PhaseJson.plain(conclusion.phases()));
    }
    conclusion.verdict().ifPresent(verdict -> json.put("verdict", plain(verdict)));
    return json;
  }

  private static Map<String, @Nullable Object> plain(Verdict verdict) {
    var json = new LinkedHashMap<String, @Nullable Object>();
    json.put("validity", word(verdict.validity()));
    json.put("reason", verdict.reason());
    json.put("anomalies", verdict.anomalies().stream().map(ConclusionJson::plain).toList());
    json.put("evidence", plain(verdict.evidence()));
    var stats = new LinkedHashMap<String, @Nullable Object>();
    verdict.stats().forEach((name, value) -> stats.put(name, Json.plain(value)));
    json.put("stats", stats);
    var parts = new LinkedHashMap<String, @Nullable Object>();
    verdict.parts().forEach((name, part) -> parts.put(name, plain(part)));
    json.put("parts", parts);
    return json;
  }

  private static Map<String, @Nullable Object> plain(Anomaly anomaly) {
    var json = new LinkedHashMap<String, @Nullable Object>();
    json.put("name", anomaly.name());
    json.put("because", anomaly.because());
    json.put("witness", anomaly.witness().stream().map(ConclusionJson::plain).toList());
    if (!anomaly.argument().isEmpty()) {
      json.put("argument", anomaly.argument());
    }
    int breaks = anomaly.witness().indexOf(anomaly.breaks());
    if (breaks < anomaly.witness().size() - 1) {
      json.put("breaks", breaks);
    }
    return json;
  }

  private static Map<String, @Nullable Object> plain(Op op) {
    var json = new LinkedHashMap<String, @Nullable Object>();
    json.put("index", op.index());
    json.put("time", op.time());
    json.put("process", op.process());
    json.put("type", word(op.type()));
    json.put("f", op.f());
    if (op.value() != null) {
      json.put("value", op.value());
    }
    if (op.error() != null) {
      json.put("error", op.error());
    }
    return json;
  }

  private static Map<String, @Nullable Object> plain(Evidence evidence) {
    var operations = new LinkedHashMap<String, @Nullable Object>();
    evidence
        .operations()
        .forEach(
            (f, tally) -> {
              var counts = new LinkedHashMap<String, @Nullable Object>();
              counts.put("invoked", tally.invoked());
              counts.put("ok", tally.ok());
              counts.put("fail", tally.fail());
              counts.put("info", tally.info());
              operations.put(f, counts);
            });
    var faults = new LinkedHashMap<String, @Nullable Object>();
    evidence
        .faults()
        .forEach(
            (f, tally) -> {
              var counts = new LinkedHashMap<String, @Nullable Object>();
              counts.put("applied", tally.applied());
              counts.put("bit", tally.bit());
              counts.put("healed", tally.healed());
              counts.put("in_flight", tally.inFlight());
              faults.put(f, counts);
            });
    var json = new LinkedHashMap<String, @Nullable Object>();
    json.put("operations", operations);
    json.put("faults", faults);
    json.put("gaps", evidence.gaps());
    return json;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static Conclusion conclusion(Fields fields) {
    return new Conclusion(
        fields.constant("outcome", Outcome.class),
        fields.maybeObject("verdict").map(ConclusionJson::verdict),
        fields.text("message"),
        fields.texts("suppressed"),
        fields.instant("ended"),
        PhaseJson.phases(fields));
  }

  private static Verdict verdict(Fields fields) {
    return new Verdict(
        fields.constant("validity", Verdict.Validity.class),
        fields.objects("anomalies", ConclusionJson::anomaly),
        fields.text("reason"),
        evidence(fields.object("evidence")),
        fields.entries("stats", Fields::plain),
        fields.entries("parts", (parts, name) -> verdict(parts.object(name))));
  }

  private static Anomaly anomaly(Fields fields) {
    List<Op> witness = fields.objects("witness", ConclusionJson::op);
    List<String> argument = fields.maybeTexts("argument").orElse(List.of());
    String name = fields.text("name");
    String because = fields.text("because");
    return fields
        .maybePlace("breaks", witness.size())
        .map(at -> new Anomaly(name, because, witness, argument, witness.get(at)))
        .orElseGet(() -> new Anomaly(name, because, witness, argument));
  }

  private static Op op(Fields fields) {
    return new Op(
        fields.count("index"),
        fields.number("time"),
        fields.count("process"),
        fields.constant("type", Op.Type.class),
        fields.text("f"),
        fields.plain("value"),
        fields.plain("error"));
  }

  private static Evidence evidence(Fields fields) {
    return new Evidence(
        fields.entries("operations", (all, f) -> tally(all.object(f))),
        fields.entries("faults", (all, f) -> faultTally(all.object(f))),
        fields.texts("gaps"));
  }

  private static Evidence.Tally tally(Fields fields) {
    return new Evidence.Tally(
        fields.count("invoked"), fields.count("ok"), fields.count("fail"), fields.count("info"));
  }

  private static Evidence.FaultTally faultTally(Fields fields) {
    return new Evidence.FaultTally(
        fields.count("applied"),
        fields.count("bit"),
        fields.count("healed"),
        fields.count("in_flight"));
  }
}
