package dev.ordeal.results.cli;

import dev.ordeal.history.MalformedHistoryException;
import dev.ordeal.results.NoSuchRunException;
import dev.ordeal.results.RunStore;
import dev.ordeal.results.StoredRun;
import dev.ordeal.results.report.ValueText;
import dev.ordeal.results.run.CorruptRunException;
import dev.ordeal.results.run.Environment;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command line over stored runs and over histories in files. */
@Command(
    name = "ordeal",
    description = "Reads and judges stored runs, and histories of other tools.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {
      ListCommand.class,
      ShowCommand.class,
      RecheckCommand.class,
      HistoryCommand.class,
      CheckCommand.class,
      ConvertCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "RUN is latest, TRIAL, TRIAL/latest, TRIAL/TIME, or the path of a run's folder.",
      "FILE is a history: jsonl, notation, edn (Jepsen), jepsen-log or porcupine-kv.",
      "Exit codes: 0 valid, 1 invalid, 2 inconclusive, failed or unfinished,",
      "            3 wrong usage or no such run or file, 4 a file that cannot be read."
    })
public final class Main implements Runnable {
  private static final int MESSAGE_WIDTH = 2000;

  @Option(
      names = "--store",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "Where the runs lie; default: results/runs.")
  private @Nullable Path store;

  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

  /** Runs one command and ends with its exit code. */
  public static void main(String[] args) {
    var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code = run(out, err, args);
    out.flush();
    System.exit(code);
  }

  /** Runs one command; answers its exit code. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    var line =
        new CommandLine(new Main())
            .setOut(out)
            .setErr(err)
            .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    line.setExecutionExceptionHandler((e, command, parsed) -> failed(e, err));
    line.setParameterExceptionHandler(
        (e, argv) -> {
          String help = e.getCommandLine().getCommandSpec().qualifiedName() + " --help";
          err.println(message(e) + "; see: " + help);
          return ExitCode.USAGE;
        });
    return line.execute(args);
  }

  private static int failed(Exception e, PrintWriter err) {
    err.println(message(e));
    if (e instanceof NoSuchRunException) {
      return ExitCode.USAGE;
    }
    boolean files =
        e instanceof CorruptRunException
            || e instanceof MalformedHistoryException
            || e instanceof UncheckedIOException;
    if (files) {
      return ExitCode.CORRUPT;
    }
    e.printStackTrace(err);
    return ExitCode.OUR_FAULT;
  }

  private static String message(Exception e) {
    String text = e.getMessage() == null ? e.toString() : e.getMessage();
    return ValueText.escape("ordeal: " + text, MESSAGE_WIDTH);
  }

  RunStore store() {
    return store == null ? RunStore.standard() : RunStore.at(store);
  }

  StoredRun find(String run) {
    return StoredRun.open(store().find(run));
  }

  /** Without a command there is nothing to do but to say which there are. */
  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        java.util.Objects.requireNonNull(spec).commandLine(),
        "which command? list, show, recheck, history, check or convert");
  }

  /** The version of Ordeal in this jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"ordeal " + Environment.here().ordeal()};
    }
  }
}
