package dev.ordeal.systems.ring;

import dev.ordeal.systems.port.ErrorCode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a client is told when it does not get what it asked for. */
final class Errors {

  private Errors() {}

  /** Nothing was done and nothing will be. */
  static Map<String, @Nullable Object> unavailable(String why) {
    return ErrorCode.TEMPORARILY_UNAVAILABLE.body(why);
  }

  /** Something was sent that may still count. */
  static Map<String, @Nullable Object> timeout(String why) {
    return ErrorCode.TIMEOUT.body(why);
  }

  static Map<String, @Nullable Object> impossible(String why) {
    return ErrorCode.PRECONDITION_FAILED.body(why);
  }
}
