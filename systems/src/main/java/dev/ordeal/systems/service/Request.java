package dev.ordeal.systems.service;

import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.port.ErrorCode;
import dev.ordeal.systems.port.Host;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A client's request, and the way back to the client. */
public record Request(Host host, String client, Map<String, @Nullable Object> body) {

  /** What is asked for. */
  public String type() {
    return Bodies.type(body);
  }

  /** Answers with this body, marked as the answer to this request. */
  public void answer(Map<String, @Nullable Object> answer) {
    host.send(client, Bodies.with(answer, "in_reply_to", body.get("msg_id")));
  }

  /** Answers with an error. */
  public void refuse(ErrorCode code, String text) {
    answer(code.body(text));
  }
}
