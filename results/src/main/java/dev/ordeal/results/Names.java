package dev.ordeal.results;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/** The names of folders in a store; none can lead out of it. */
final class Names {
  static final String LATEST = "latest";
  private static final int MAX_LENGTH = 100;
  private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*");
  private static final Pattern TIME =
      Pattern.compile("\\d{4,}-\\d{2}-\\d{2}T\\d{2}\\.\\d{2}\\.\\d{2}\\.\\d{3}Z");
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH.mm.ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private Names() {}

  /** A trial's name as a folder's: letters, digits, dot, dash, underscore; the rest are dashes. */
  static String folder(String trial) {
    String safe = trial.replaceAll("[^A-Za-z0-9._-]+", "-").replaceFirst("^\\.+", "_");
    safe = safe.substring(0, Math.min(MAX_LENGTH, safe.length()));
    if (safe.isEmpty()) {
      return "_";
    }
    return safe.equals(LATEST) ? "_" + safe : safe;
  }

  static String time(Instant instant) {
    return FORMAT.format(instant);
  }

  static boolean isTrial(String name) {
    return SAFE.matcher(name).matches() && !name.equals(LATEST);
  }

  static boolean isTime(String name) {
    return TIME.matcher(name).matches();
  }
}
