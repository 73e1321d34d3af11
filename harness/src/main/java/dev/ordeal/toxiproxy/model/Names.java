package dev.ordeal.toxiproxy.model;

/** The rule for names of proxies and toxics: what is created can be addressed afterwards. */
public final class Names {
  private Names() {}

  /**
   * Answers the name itself.
   *
   * @throws Refusal 400 when no URL of the API could name it
   */
  public static String addressable(String name) {
    if (name.indexOf('/') >= 0 || name.equals(".") || name.equals("..")) {
      throw Refusal.badRequest(
          "name '"
              + name
              + "' cannot be addressed in a URL: choose one without '/', not '.' or '..'");
    }
    return name;
  }
}
