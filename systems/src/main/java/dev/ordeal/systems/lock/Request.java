package dev.ordeal.systems.lock;

import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.port.ErrorCode;
import dev.ordeal.systems.port.Host;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A client's request, and the way back to the client. */
record Request(Host host, String client, Map<String, @Nullable Object> body) {

  String owner() {
    return Bodies.text(body, "owner");
  }

  long token() {
    return Bodies.number(body, "token");
  }

  /** Whether it is about this grant: it names its token, or none at all. */
  boolean isAbout(long grant) {
    return !body.containsKey("token") || token() == grant;
  }

  /** Answers with this body, marked as the answer to this request. */
  void answer(Map<String, @Nullable Object> answer) {
    host.send(client, Bodies.with(answer, "in_reply_to", body.get("msg_id")));
  }

  void refuse(ErrorCode code, String text) {
    answer(code.body(text));
  }
}
