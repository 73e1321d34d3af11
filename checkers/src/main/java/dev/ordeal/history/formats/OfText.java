package dev.ordeal.history.formats;

import dev.ordeal.history.History;
import dev.ordeal.history.JsonLines.Limits;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;

/** Reads a history from a text in memory. */
final class OfText {

  private OfText() {}

  /** A format. */
  interface Format {
    History read(Reader in, Limits limits) throws IOException;
  }

  static History read(String text, Format format) {
    try {
      return format.read(new StringReader(text), Limits.standard());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
