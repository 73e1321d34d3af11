package dev.ordeal.toxiproxy.http;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonIOException;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import dev.ordeal.toxiproxy.model.Fields;
import dev.ordeal.toxiproxy.model.ProxySpec;
import dev.ordeal.toxiproxy.model.ProxyView;
import dev.ordeal.toxiproxy.model.Refusal;
import dev.ordeal.toxiproxy.model.ToxicSpec;
import dev.ordeal.toxiproxy.model.ToxicView;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The JSON of the API: requests decoded, views encoded. */
final class Json {
  private Json() {}

  static ProxySpec proxy(byte[] body) {
    return proxy(Fields.of("the body", firstValue(body)));
  }

  static List<ProxySpec> proxies(byte[] body) {
    JsonElement value = firstValue(body);
    List<ProxySpec> specs = new ArrayList<>();
    if (value.isJsonNull()) {
      return specs;
    }
    if (!value.isJsonArray()) {
      throw Refusal.badBody("the body must be an array of proxies");
    }
    for (JsonElement entry : value.getAsJsonArray()) {
      specs.add(proxy(Fields.of("a proxy", entry)));
    }
    return specs;
  }

  private static ProxySpec proxy(Fields fields) {
    return new ProxySpec(
        fields.text("name").orElse(""),
        fields.text("listen"),
        fields.text("upstream"),
        fields.flag("enabled"));
  }

  static ToxicSpec toxic(byte[] body) {
    return toxic(Fields.of("the body", firstValue(body)));
  }

  static ToxicSpec toxic(Fields fields) {
    return new ToxicSpec(
        fields.text("name"),
        fields.text("type"),
        fields.text("stream"),
        fields.fraction("toxicity").map(Double::floatValue),
        fields.object("attributes"));
  }

  /** Go's decoder takes the first value and leaves whatever follows unread. */
  static JsonElement firstValue(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    if (text.isBlank()) {
      throw Refusal.badBody("EOF");
    }
    JsonReader reader = new JsonReader(new StringReader(text));
    reader.setStrictness(Strictness.STRICT);
    try {
      return JsonParser.parseReader(reader);
    } catch (JsonIOException e) {
      throw Refusal.badBody("unexpected EOF");
    } catch (JsonParseException e) {
      throw Refusal.badBody(String.valueOf(e.getMessage()));
    }
  }

  static JsonObject encode(List<ProxyView> proxies) {
    JsonObject object = new JsonObject();
    proxies.forEach(proxy -> object.add(proxy.name(), encode(proxy)));
    return object;
  }

  /** Null where there is none, as Go encodes a slice that was never made. */
  static JsonElement encodeDone(List<ProxyView> proxies) {
    if (proxies.isEmpty()) {
      return JsonNull.INSTANCE;
    }
    JsonArray array = new JsonArray();
    proxies.forEach(proxy -> array.add(encode(proxy)));
    return array;
  }

  static JsonObject encode(ProxyView proxy) {
    JsonObject object = new JsonObject();
    object.addProperty("name", proxy.name());
    object.addProperty("listen", proxy.listen());
    object.addProperty("upstream", proxy.upstream());
    object.addProperty("enabled", proxy.enabled());
    object.add("toxics", encodeToxics(proxy.toxics()));
    return object;
  }

  static JsonArray encodeToxics(List<ToxicView> toxics) {
    JsonArray array = new JsonArray();
    toxics.forEach(toxic -> array.add(encode(toxic)));
    return array;
  }

  static JsonObject encode(ToxicView toxic) {
    JsonObject attributes = new JsonObject();
    toxic.attributes().forEach(attributes::addProperty);
    JsonObject object = new JsonObject();
    object.add("attributes", attributes);
    object.addProperty("name", toxic.name());
    object.addProperty("type", toxic.type());
    object.addProperty("stream", toxic.stream());
    object.addProperty("toxicity", shortest(toxic.toxicity()));
    return object;
  }

  /** 1 and not 1.0, as Go prints it. */
  private static Number shortest(float toxicity) {
    if (toxicity == Math.rint(toxicity)) {
      return (long) toxicity;
    }
    return toxicity;
  }
}
