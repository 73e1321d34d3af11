package dev.ordeal.toxiproxy.toxic;

import dev.ordeal.toxiproxy.model.Fields;
import dev.ordeal.toxiproxy.model.Names;
import dev.ordeal.toxiproxy.model.Refusal;
import dev.ordeal.toxiproxy.model.Stream;
import dev.ordeal.toxiproxy.model.ToxicSpec;
import dev.ordeal.toxiproxy.model.ToxicView;
import java.util.Optional;

/**
 * A toxic of a proxy: its name and its settings, the same for every link.
 *
 * @param streamText the stream as the request spelt it, since that is how it is shown
 * @param toxicity the share of links it runs on, 0 to 1
 */
public record Toxic(
    String name,
    ToxicType type,
    Stream stream,
    String streamText,
    float toxicity,
    Attributes attributes) {

  /**
   * Makes a toxic from a request, with the defaults of the API.
   *
   * @throws Refusal 400 when stream, type, name, toxicity or an attribute is wrong
   */
  public static Toxic create(ToxicSpec spec) {
    String streamText = spec.stream().filter(s -> !s.isEmpty()).orElse("downstream");
    Stream stream = Stream.parse(streamText);
    ToxicType type = ToxicTypes.named(spec.type().orElse(""));
    String name =
        spec.name().filter(n -> !n.isEmpty()).orElseGet(() -> type.name() + "_" + streamText);
    return new Toxic(
        Names.addressable(name),
        type,
        stream,
        streamText,
        spec.toxicity().map(Toxic::share).orElse(1f),
        type.read(spec.attributes()));
  }

  /**
   * The same toxic with the settings a request gives; name, type and stream stay.
   *
   * @throws Refusal 400 when one is wrong; then none has changed
   */
  public Toxic with(Optional<Float> newToxicity, Fields newAttributes) {
    return new Toxic(
        name,
        type,
        stream,
        streamText,
        newToxicity.map(Toxic::share).orElse(toxicity),
        type.read(newAttributes, attributes));
  }

  /** The toxic as the API shows it. */
  public ToxicView view() {
    return new ToxicView(attributes.values(), name, type.name(), streamText, toxicity);
  }

  private static float share(float toxicity) {
    if (!(toxicity >= 0 && toxicity <= 1)) {
      throw Refusal.badRequest("toxicity must be between 0 and 1, was " + toxicity);
    }
    return toxicity;
  }
}
