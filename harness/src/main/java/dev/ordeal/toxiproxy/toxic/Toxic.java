package dev.ordeal.toxiproxy.toxic;

import dev.ordeal.toxiproxy.model.Fields;
import dev.ordeal.toxiproxy.model.Names;
import dev.ordeal.toxiproxy.model.Refusal;
import dev.ordeal.toxiproxy.model.Stream;
import dev.ordeal.toxiproxy.model.ToxicSpec;
import dev.ordeal.toxiproxy.model.ToxicView;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A toxic of a proxy: its name and its settings, the same for every link.
 *
 * @param streamText the stream as the request spelt it, since that is how it is shown
 * @param toxicity the share of links it runs on: none from 0 down, all from 1 up
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
   * @param taken whether there is a toxic of that name already
   * @throws Refusal 409 when there is, 400 when stream, type, name or an attribute is wrong
   */
  public static Toxic create(ToxicSpec spec, Predicate<String> taken) {
    String streamText = spec.stream().orElse("downstream");
    Stream stream = Stream.parse(streamText);
    ToxicType type = ToxicTypes.named(spec.type().orElse(""));
    String name =
        spec.name().filter(n -> !n.isEmpty()).orElseGet(() -> type.name() + "_" + streamText);
    if (taken.test(Names.addressable(name))) {
      throw Refusal.exists("toxic");
    }
    return new Toxic(
        name, type, stream, streamText, spec.toxicity().orElse(1f), type.read(spec.attributes()));
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
        newToxicity.orElse(toxicity),
        type.read(newAttributes, attributes));
  }

  /** The toxic as the API shows it. */
  public ToxicView view() {
    return new ToxicView(attributes.values(), name, type.name(), streamText, toxicity);
  }
}
