package dev.ordeal.toxiproxy.model;

import java.util.Map;

/** A toxic as the API shows it: every attribute of its type is present. */
public record ToxicView(
    Map<String, Number> attributes, String name, String type, String stream, float toxicity) {}
