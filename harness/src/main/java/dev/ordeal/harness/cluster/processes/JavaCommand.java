package dev.ordeal.harness.cluster.processes;

import dev.ordeal.harness.cluster.NodePlace;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The command of a node that runs on the JVM: this JVM's own {@code java} with flags for a quick
 * start and a small heap.
 *
 * <pre>{@code
 * ProcessBackend.of(5, JavaCommand.of(MyServer.class)
 *     .arguments(place -> List.of("--listen", place.listen().toString())))
 * }</pre>
 *
 * @param mainClass the name of the class with the {@code main} method
 * @param classPath where its classes are, as {@code java -cp} takes it
 * @param flags of the JVM; later ones win
 * @param arguments of the program, for a node's place
 * @param archived whether an archive of its classes, made at its first start ever, speeds it up;
 *     when it is made, the program runs once by itself, as n1 of a cluster whose n2 is away
 */
public record JavaCommand(
    String mainClass,
    String classPath,
    List<String> flags,
    Function<? super NodePlace, ? extends List<String>> arguments,
    boolean archived)
    implements Function<NodePlace, List<String>> {
  private static final List<String> QUICK =
      List.of(
          "-Xmx64m",
          "-Xss512k",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xshare:auto",
          "-XX:-UsePerfData");

  /** Copies the flags. */
  public JavaCommand {
    flags = List.copyOf(flags);
  }

  /** Runs a main class from the class path of this JVM. */
  public static JavaCommand of(Class<?> mainClass) {
    return of(mainClass.getName());
  }

  /** Runs a main class from the class path of this JVM. */
  public static JavaCommand of(String mainClass) {
    return new JavaCommand(
        mainClass, System.getProperty("java.class.path"), QUICK, place -> List.of(), true);
  }

  /** The same, with its classes from elsewhere. */
  public JavaCommand classPath(String classPath) {
    return new JavaCommand(mainClass, classPath, flags, arguments, archived);
  }

  /** The same, with more JVM flags: they win over the ones it has. */
  public JavaCommand flags(String... more) {
    var all = new ArrayList<>(flags);
    all.addAll(List.of(more));
    return new JavaCommand(mainClass, classPath, all, arguments, archived);
  }

  /** The same, with the arguments of its main method. */
  public JavaCommand arguments(Function<? super NodePlace, ? extends List<String>> arguments) {
    return new JavaCommand(mainClass, classPath, flags, arguments, archived);
  }

  /** The same, with or without an archive of its classes; else with one. */
  public JavaCommand archived(boolean wanted) {
    return new JavaCommand(mainClass, classPath, flags, arguments, wanted);
  }

  @Override
  public List<String> apply(NodePlace place) {
    var archive = archived ? ClassArchive.of(this) : Optional.<ClassArchive>empty();
    var command = new ArrayList<String>();
    command.add(java().toString());
    command.addAll(flags);
    archive.ifPresent(made -> command.add("-XX:SharedArchiveFile=" + made.file()));
    command.add("-cp");
    command.add(archive.map(ClassArchive::classPath).orElseGet(this::absolute));
    command.add(mainClass);
    command.addAll(arguments.apply(place));
    return command;
  }

  /** The node runs in its data folder, where a relative path leads nowhere. */
  private String absolute() {
    return ClassPath.entries(classPath).stream()
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }
}
