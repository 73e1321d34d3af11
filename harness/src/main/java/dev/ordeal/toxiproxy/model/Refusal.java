package dev.ordeal.toxiproxy.model;

/** A request that is not done: the HTTP status and the sentence that go back to whoever asked. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  /** Refuses with an HTTP status and the text of the {@code error} field. */
  public Refusal(int status, String error) {
    super(error, null, false, false);
    this.status = status;
  }

  /** The request itself is wrong (400). */
  public static Refusal badRequest(String error) {
    return new Refusal(400, error);
  }

  /** The body cannot be decoded (400). */
  public static Refusal badBody(String why) {
    return badRequest("bad request body: " + why);
  }

  /** What the path names is not there (404). */
  public static Refusal notFound(String what) {
    return new Refusal(404, what + " not found");
  }

  /** What would be created is there already (409). */
  public static Refusal exists(String what) {
    return new Refusal(409, what + " already exists");
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The text of the {@code error} field. */
  public String error() {
    return String.valueOf(getMessage());
  }
}
