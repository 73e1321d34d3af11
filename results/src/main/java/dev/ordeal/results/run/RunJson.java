package dev.ordeal.results.run;

import dev.ordeal.checkers.Expectations;
import dev.ordeal.checkers.Phase;
import dev.ordeal.results.run.Json.BadJsonException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The files {@code run.json} and {@code verdict.json}: their form, and reading strangers' ones. */
public final class RunJson {
  static final int VERSION = 1;
  private static final int INFO_BYTES = 4 << 20;
  private static final int CONCLUSION_BYTES = 64 << 20;
  private static final int FEWER_ANOMALIES = 100;

  private RunJson() {}

  /** The text of {@code run.json}. */
  public static String print(RunInfo info) {
    return Json.print(plain(info));
  }

  /** The text of {@code verdict.json}; leaves out anomalies beyond what is read again. */
  public static String print(Conclusion conclusion) {
    String text = Json.print(ConclusionJson.plain(conclusion));
    if (text.length() <= CONCLUSION_BYTES / 4) {
      return text;
    }
    return Json.print(ConclusionJson.plain(conclusion.trimmed(FEWER_ANOMALIES)));
  }

  /**
   * Reads {@code run.json}.
   *
   * @throws CorruptRunException if it is missing, not JSON, too long, or lacks what it must say
   */
  public static RunInfo readInfo(Path file) {
    return read(file, INFO_BYTES, RunJson::info);
  }

  /**
   * Reads {@code verdict.json}.
   *
   * @throws CorruptRunException if it is missing, not JSON, too long, or lacks what it must say
   */
  public static Conclusion readConclusion(Path file) {
    return read(file, CONCLUSION_BYTES, ConclusionJson::conclusion);
  }

  private static <T> T read(Path file, int maxBytes, Function<Fields, T> make) {
    try {
      var values = Json.parse(BoundedFiles.read(file, maxBytes));
      return make.apply(Fields.ofDocument(values, VERSION));
    } catch (java.nio.file.NoSuchFileException e) {
      throw new CorruptRunException(file, "there is no such file", e);
    } catch (IOException | BadJsonException | IllegalArgumentException e) {
      throw new CorruptRunException(file, String.valueOf(e.getMessage()), e);
    }
  }

  /** What {@code run.json} says, as plain data. */
  public static Map<String, @Nullable Object> plain(RunInfo info) {
    var json = new LinkedHashMap<String, @Nullable Object>();
    json.put("version", VERSION);
    json.put("trial", info.trial());
    json.put("started", info.started().toString());
    json.put("seed", info.seed());
    json.put("workload", info.workload());
    json.put("checker", info.checker());
    var cluster = new LinkedHashMap<String, @Nullable Object>();
    cluster.put("backend", info.cluster().backend());
    cluster.put("description", info.cluster().description());
    cluster.put("nodes", info.cluster().nodes());
    json.put("cluster", cluster);
    json.put("concurrency", info.concurrency());
    json.put("time_limit", info.timeLimit().toString());
    var faults = new LinkedHashMap<String, @Nullable Object>();
    faults.put("plan", info.faults().plan());
    faults.put("kinds", info.faults().kinds());
    json.put("faults", faults);
    json.put("expected", plain(info.expected()));
    json.put("options", info.options());
    info.commit().ifPresent(commit -> json.put("commit", plain(commit)));
    var environment = new LinkedHashMap<String, @Nullable Object>();
    environment.put("java", info.environment().java());
    environment.put("os", info.environment().os());
    environment.put("cores", info.environment().cores());
    environment.put("ordeal", info.environment().ordeal());
    json.put("environment", environment);
    json.put("again", info.again());
    return json;
  }

  /** What {@code verdict.json} says, as plain data. */
  public static Map<String, @Nullable Object> plain(Conclusion conclusion) {
    return ConclusionJson.plain(conclusion);
  }

  private static Map<String, @Nullable Object> plain(Expectations expected) {
    var json = new LinkedHashMap<String, @Nullable Object>();
    var phases = new LinkedHashMap<String, @Nullable Object>();
    expected.phases().forEach((f, all) -> phases.put(f, all.stream().map(Phase::word).toList()));
    json.put("phases", phases);
    json.put("exempt", List.copyOf(expected.exempt()));
    return json;
  }

  private static Expectations expectations(Fields fields) {
    return new Expectations(
        fields.entries("phases", (all, f) -> all.texts(f).stream().map(Phase::of).toList()),
        new LinkedHashSet<>(fields.texts("exempt")));
  }

  private static Map<String, @Nullable Object> plain(Commit commit) {
    var json = new LinkedHashMap<String, @Nullable Object>();
    json.put("id", commit.id());
    commit.dirty().ifPresent(dirty -> json.put("dirty", dirty));
    return json;
  }

  private static RunInfo info(Fields fields) {
    Fields cluster = fields.object("cluster");
    Fields faults = fields.object("faults");
    Fields environment = fields.object("environment");
    return new RunInfo(
        fields.text("trial"),
        fields.instant("started"),
        fields.number("seed"),
        fields.text("workload"),
        fields.text("checker"),
        new RunInfo.ClusterInfo(
            cluster.text("backend"), cluster.text("description"), cluster.texts("nodes")),
        fields.count("concurrency"),
        fields.duration("time_limit"),
        new RunInfo.Faults(faults.text("plan"), faults.entries("kinds", Fields::text)),
        fields.maybeObject("expected").map(RunJson::expectations).orElse(Expectations.standard()),
        fields.entries("options", Fields::text),
        fields
            .maybeObject("commit")
            .map(commit -> new Commit(commit.text("id"), commit.maybeTruth("dirty"))),
        new Environment(
            environment.text("java"),
            environment.text("os"),
            environment.count("cores"),
            environment.text("ordeal")),
        fields.text("again"));
  }
}
