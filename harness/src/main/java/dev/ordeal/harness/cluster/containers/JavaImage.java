package dev.ordeal.harness.cluster.containers;

import dev.ordeal.harness.cluster.SetupFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * An image that runs Java classes, made on this machine; its command is a main class and arguments.
 *
 * <p>By default it stands on nothing: a runtime linked from the JDK that runs this, so that nothing
 * is pulled. Images are named by a hash of what went into them, built when first needed and used
 * again; {@code /data} is an empty folder for what a node must not forget.
 *
 * @param classPath folders and jars
 * @param modules the modules of the linked runtime
 * @param base the image to stand on instead of a linked runtime; it has {@code java} on its path
 * @param options options of its JVM
 */
public record JavaImage(
    List<Path> classPath, SortedSet<String> modules, Optional<String> base, List<String> options) {
  /** To be changed with the way images are made, so that none of an older make is used. */
  private static final String RECIPE = "1";

  private static final String REPOSITORY = "ordeal/";
  private static final List<String> SMALL =
      List.of(
          "-Xmx64m",
          "-Xss512k",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:-UsePerfData",
          "-Xshare:auto");
  private static final List<String> MODULES =
      List.of("java.base", "java.logging", "jdk.unsupported");

  /** Copies its parts. */
  public JavaImage {
    classPath = List.copyOf(classPath);
    modules = Collections.unmodifiableSortedSet(new TreeSet<>(modules));
    options = List.copyOf(options);
  }

  /** An image of these folders and jars, for small and quick nodes. */
  public static JavaImage of(List<Path> classPath) {
    return new JavaImage(classPath, new TreeSet<>(MODULES), Optional.empty(), SMALL);
  }

  /** An image of the folders or jars from which these classes were loaded. */
  public static JavaImage holding(Class<?>... classes) {
    return of(Arrays.stream(classes).map(JavaImage::source).distinct().toList());
  }

  private static Path source(Class<?> type) {
    var source = type.getProtectionDomain().getCodeSource();
    if (source == null) {
      throw new IllegalArgumentException(type + " is part of the JDK: name its module instead");
    }
    try {
      return Path.of(source.getLocation().toURI());
    } catch (URISyntaxException unusual) {
      throw new IllegalArgumentException(type + " comes from " + source.getLocation(), unusual);
    }
  }

  /** The same with more modules in the linked runtime, such as {@code java.sql}. */
  public JavaImage modules(String... more) {
    var all = new TreeSet<>(modules);
    all.addAll(List.of(more));
    return new JavaImage(classPath, all, base, options);
  }

  /** The same on an image that has a Java runtime, such as {@code eclipse-temurin:17-jre}. */
  public JavaImage onBase(String image) {
    return new JavaImage(classPath, modules, Optional.of(image), options);
  }

  /** The same with these options of its JVM instead of those that make it small and quick. */
  public JavaImage options(String... options) {
    return new JavaImage(classPath, modules, base, List.of(options));
  }

  /**
   * Builds it, unless it is there.
   *
   * @return its name
   * @throws SetupFailure if it cannot be built
   */
  public String build() {
    return build(ContainerEngine.find());
  }

  String build(ContainerEngine engine) {
    synchronized (JavaImage.class) {
      var images = new Images(engine);
      var bottom = base.orElseGet(() -> linkedRuntime(images));
      base.ifPresent(images::require);
      try {
        var jars = jars();
        var name = REPOSITORY + "program:" + hash(bottom, dockerfile(bottom, jars.size()), jars);
        if (!images.present(name)) {
          buildProgram(images, name, dockerfile(bottom, jars.size()), jars);
          images.clearOut("program", name);
        }
        return name;
      } catch (IOException failure) {
        throw new SetupFailure("cannot make an image of " + classPath + ": " + failure, failure);
      }
    }
  }

  private String linkedRuntime(Images images) {
    var runtime = new LinkedRuntime(modules);
    var name = REPOSITORY + "java:" + hash(runtime.identity(), "", List.of());
    if (!images.present(name)) {
      inFolder(
          folder -> {
            runtime.writeTo(folder.resolve("root"));
            Files.writeString(
                folder.resolve("Dockerfile"), "FROM scratch\nCOPY root /\nENV PATH=/jre/bin\n");
            images.build(name, "runtime", folder);
          });
      images.clearOut("runtime", name);
    }
    return name;
  }

  private static void buildProgram(
      Images images, String name, String dockerfile, List<byte[]> jars) {
    inFolder(
        folder -> {
          var app = Files.createDirectory(folder.resolve("app"));
          for (int i = 0; i < jars.size(); i++) {
            Files.write(app.resolve(i + ".jar"), jars.get(i));
          }
          Files.writeString(folder.resolve("Dockerfile"), dockerfile);
          images.build(name, "program", folder);
        });
  }

  private String dockerfile(String bottom, int jars) {
    var command = new ArrayList<String>();
    command.add("java");
    command.addAll(options);
    var paths = Stream.iterate(0, i -> i + 1).limit(jars).map(i -> "/app/" + i + ".jar").toList();
    command.addAll(List.of("-cp", String.join(":", paths)));
    var words = command.stream().map(JavaImage::quoted).toList();
    return "FROM "
        + bottom
        + "\nCOPY app /app\nWORKDIR /data\nENTRYPOINT ["
        + String.join(", ", words)
        + "]\n";
  }

  private static String quoted(String word) {
    return '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String hash(String first, String second, List<byte[]> files) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update((RECIPE + "\n" + first + "\n" + second).getBytes(StandardCharsets.UTF_8));
      files.forEach(digest::update);
      return HexFormat.of().formatHex(digest.digest(), 0, 12);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private List<byte[]> jars() throws IOException {
    var jars = new ArrayList<byte[]>();
    for (Path path : classPath) {
      jars.add(Files.isDirectory(path) ? jar(path) : Files.readAllBytes(path));
    }
    return jars;
  }

  /** The same folder gives the same bytes: entries in order, without their times. */
  private static byte[] jar(Path folder) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes);
        Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        var entry = new ZipEntry(folder.relativize(file).toString().replace('\\', '/'));
        entry.setTimeLocal(LocalDateTime.of(2000, 1, 1, 0, 0));
        zip.putNextEntry(entry);
        Files.copy(file, zip);
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private interface Work {
    void in(Path folder) throws IOException;
  }

  private static void inFolder(Work work) {
    try {
      var folder = Files.createTempDirectory("ordeal-image");
      try {
        work.in(folder);
      } finally {
        try (Stream<Path> files = Files.walk(folder)) {
          for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.deleteIfExists(file);
          }
        }
      }
    } catch (IOException failure) {
      throw new SetupFailure("cannot make an image: " + failure, failure);
    }
  }
}
