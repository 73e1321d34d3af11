package dev.ordeal.results.cli;

import dev.ordeal.history.History;
import dev.ordeal.history.formats.HistoryFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes a history that lies in a file in another format. */
@Command(
    name = "convert",
    description = "Writes the history in a file in another format.",
    mixinStandardHelpOptions = true)
final class ConvertCommand extends FileArgument implements Callable<Integer> {

  @Option(
      names = "--to",
      paramLabel = "FORMAT",
      required = true,
      description = "edn, jsonl, notation or porcupine-kv.")
  private String to = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "OUT",
      description = "The file to write; default: what you see.")
  private @Nullable Path output;

  @Override
  public Integer call() {
    HistoryFormat format = format(to, HistoryFormat::isWritten);
    History history = history();
    var bytes = new ByteArrayOutputStream();
    try {
      format.write(history, bytes);
      if (output == null) {
        out().print(bytes.toString(StandardCharsets.UTF_8));
        out().flush();
      } else {
        Files.write(output, bytes.toByteArray());
      }
    } catch (IllegalArgumentException e) {
      throw wrong(to + " cannot say it: " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(output + " cannot be written: " + e.getMessage(), e);
    }
    return ExitCode.VALID;
  }
}
