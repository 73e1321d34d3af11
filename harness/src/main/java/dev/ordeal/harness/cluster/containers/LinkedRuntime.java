package dev.ordeal.harness.cluster.containers;

import dev.ordeal.harness.cluster.SetupFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Java runtime that needs nothing but a Linux kernel: jlinked from the JDK that runs this, with
 * the shared libraries it needs from this machine beside it. The root of an image from scratch.
 *
 * @param modules the modules it has
 */
record LinkedRuntime(SortedSet<String> modules) {
  private static final Path JDK = Path.of(System.getProperty("java.home"));
  private static final int LINK_SECONDS = 300;

  /** As ldd prints it: {@code libz.so.1 => /lib/x86_64-linux-gnu/libz.so.1 (0x...)}. */
  private static final Pattern LIBRARY = Pattern.compile("(?m)(?:=>|^)\\s*(/\\S+)\\s+\\(0x");

  /** Loaded by name when a host name is looked up: no ldd shows them; glibc 2.34 needs none. */
  private static final List<String> NAME_SERVICE =
      List.of("libnss_files.so.2", "libnss_dns.so.2", "libresolv.so.2");

  LinkedRuntime {
    modules = Collections.unmodifiableSortedSet(new TreeSet<>(modules));
  }

  /** What tells one runtime from another: the JDK, the machine, the modules. */
  String identity() {
    try {
      var release = Files.readString(JDK.resolve("release"));
      return String.join("\n", release, System.getProperty("os.arch"), modules.toString());
    } catch (IOException failure) {
      throw new SetupFailure(cannot("it has no file named release"), failure);
    }
  }

  /** Writes {@code /jre}, the libraries, and the few files that libc looks for. */
  void writeTo(Path root) throws IOException {
    if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux")) {
      throw new SetupFailure(cannot("it is no JDK for Linux"));
    }
    var jlink = JDK.resolve("bin/jlink");
    if (!Files.isExecutable(jlink)) {
      throw new SetupFailure(cannot("it has no " + jlink + " (a JRE, or a package of its own)"));
    }
    var runtime = root.resolve("jre");
    run(
        List.of(
            jlink.toString(),
            "--add-modules",
            String.join(",", modules),
            "--strip-java-debug-attributes",
            "--no-man-pages",
            "--no-header-files",
            "--output",
            runtime.toString()));
    var java = runtime.resolve("bin/java");
    run(List.of(java.toString(), "-XX:+UseSerialGC", "-Xshare:dump"));
    for (String library : libraries(runtime)) {
      copy(root, Path.of(library));
    }
    nameService(root);
    Files.createDirectories(root.resolve("tmp"));
    Files.createDirectories(root.resolve("data"));
    var etc = Files.createDirectories(root.resolve("etc"));
    Files.writeString(etc.resolve("nsswitch.conf"), "passwd: files\nhosts: files dns\n");
    Files.writeString(etc.resolve("passwd"), "root:x:0:0:root:/:/jre/bin/java\n");
  }

  private static void copy(Path root, Path library) throws IOException {
    var target = root.resolve(library.toString().substring(1));
    Files.createDirectories(target.getParent());
    Files.copy(library.toRealPath(), target, StandardCopyOption.REPLACE_EXISTING);
  }

  private static SortedSet<String> libraries(Path runtime) throws IOException {
    var command = new ArrayList<String>(List.of("ldd", runtime.resolve("bin/java").toString()));
    try (Stream<Path> files = Files.walk(runtime.resolve("lib"))) {
      files.map(Path::toString).filter(name -> name.endsWith(".so")).forEach(command::add);
    }
    return outside(run(command), runtime);
  }

  /** The libraries that an output of ldd names and that the runtime does not bring itself. */
  static SortedSet<String> outside(String ldd, Path runtime) {
    var found = new TreeSet<String>();
    for (Matcher line = LIBRARY.matcher(ldd); line.find(); ) {
      if (!line.group(1).startsWith(runtime.toString())) {
        found.add(line.group(1));
      }
    }
    return found;
  }

  private static void nameService(Path root) throws IOException {
    var folders = new TreeSet<Path>();
    try (Stream<Path> files = Files.walk(root)) {
      files
          .filter(file -> file.getFileName().toString().startsWith("libc.so"))
          .forEach(file -> folders.add(Path.of("/").resolve(root.relativize(file)).getParent()));
    }
    for (Path folder : folders) {
      for (String name : NAME_SERVICE) {
        if (Files.exists(folder.resolve(name))) {
          copy(root, folder.resolve(name));
        }
      }
    }
  }

  private static String run(List<String> command) {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(LINK_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new SetupFailure(cannot(command.get(0) + " does not end"));
      }
      if (process.exitValue() != 0) {
        throw new SetupFailure(cannot(String.join(" ", command) + " said: " + output.strip()));
      }
      return output;
    } catch (IOException failure) {
      throw new UncheckedIOException(cannot(failure.toString()), failure);
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new SetupFailure("interrupted while making a Java runtime", interrupt);
    }
  }

  private static String cannot(String why) {
    return "cannot make an image of the JDK in "
        + JDK
        + ": "
        + why
        + "; run with a full JDK for Linux, or give JavaImage.onBase an image with a Java runtime";
  }
}
