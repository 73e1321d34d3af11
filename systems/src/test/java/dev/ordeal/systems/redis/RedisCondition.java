package dev.ordeal.systems.redis;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The condition behind {@link RequiresRedis}. */
final class RedisCondition implements ExecutionCondition {
  private static final String MISSING =
      "redis-server is not on the PATH: install it (Debian: apt-get install redis-server)";

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (System.getProperty("ordeal.redis", "auto").equals("required")) {
      return ConditionEvaluationResult.enabled("redis-server is required");
    }
    return server()
        .map(path -> ConditionEvaluationResult.enabled("redis-server is " + path))
        .orElseGet(RedisCondition::skipped);
  }

  /** Where it is. */
  static Optional<Path> server() {
    return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
        .splitAsStream(System.getenv("PATH"))
        .map(folder -> Path.of(folder, "redis-server"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Build tools count skipped tests, but do not print why. */
  private static ConditionEvaluationResult skipped() {
    System.getLogger(RequiresRedis.class.getName())
        .log(System.Logger.Level.WARNING, "Tests of Redis are skipped: " + MISSING);
    return ConditionEvaluationResult.disabled(MISSING);
  }
}
