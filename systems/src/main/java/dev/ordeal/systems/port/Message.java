package dev.ordeal.systems.port;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What arrives at a node.
 *
 * @param src who sent it: a node's name, or a client's
 * @param body immutable plain data: null, Boolean, Long, Double, String, List and Map
 */
public record Message(String src, Map<String, @Nullable Object> body) {}
