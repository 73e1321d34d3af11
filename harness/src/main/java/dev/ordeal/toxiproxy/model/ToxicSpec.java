package dev.ordeal.toxiproxy.model;

import java.util.Optional;

/** What a request says about a toxic; its attributes are read once its type is known. */
public record ToxicSpec(
    Optional<String> name,
    Optional<String> type,
    Optional<String> stream,
    Optional<Float> toxicity,
    Fields attributes) {}
