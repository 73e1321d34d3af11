package dev.ordeal.results.cli;

import dev.ordeal.history.History;
import dev.ordeal.history.JsonLines.Limits;
import dev.ordeal.history.MalformedHistoryException;
import dev.ordeal.history.formats.HistoryFormat;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What the commands over one history in a file share: which file, and its format. */
abstract class FileArgument {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "A history of Ordeal or of another tool.")
  private Path file = Path.of("");

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "The format of FILE; default: told by how it begins.")
  private @Nullable String formatName;

  /** The history of the file. */
  History history() {
    if (!Files.exists(file)) {
      throw wrong("there is no file " + file);
    }
    if (!Files.isRegularFile(file)) {
      throw wrong(file + " is no regular file");
    }
    try (var in = new BufferedInputStream(Files.newInputStream(file))) {
      return formatName == null
          ? HistoryFormat.readAny(in, Limits.standard())
          : format(formatName, format -> true).read(in, Limits.standard());
    } catch (MalformedHistoryException e) {
      throw new MalformedHistoryException(file + " cannot be read: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** The format of this name, of those that pass. */
  HistoryFormat format(String name, Predicate<HistoryFormat> passes) {
    return HistoryFormat.named(name)
        .filter(passes)
        .orElseThrow(
            () ->
                wrong(
                    "there is no format \""
                        + name
                        + "\" here: choose one of "
                        + Arrays.stream(HistoryFormat.values())
                            .filter(passes)
                            .map(HistoryFormat::word)
                            .collect(Collectors.joining(", "))));
  }

  /** The name of the file, without its folder. */
  String name() {
    return String.valueOf(file.getFileName());
  }

  PrintWriter out() {
    return spec().commandLine().getOut();
  }

  ParameterException wrong(String what) {
    return new ParameterException(spec().commandLine(), what);
  }

  private CommandSpec spec() {
    return Objects.requireNonNull(spec);
  }
}
