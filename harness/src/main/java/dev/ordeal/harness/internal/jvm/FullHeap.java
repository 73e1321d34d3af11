package dev.ordeal.harness.internal.jvm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.UUID;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Keeps the heap of a JVM full: loads {@link HeapHog} into it, from a jar that is made for it. */
final class FullHeap {
  private static final String ENTRY = HeapHog.class.getName().replace('.', '/') + ".class";

  private final Path lease;

  private FullHeap(Path lease) {
    this.lease = lease;
  }

  /** Begins; the heap is full in a moment. */
  static FullHeap of(AttachedJvm jvm) {
    var name = "/tmp/ordeal-hog-" + UUID.randomUUID();
    var jar = jvm.inside(name + ".jar");
    var held = new FullHeap(jvm.inside(name));
    JvmFiles.announce(held.lease);
    JvmFiles.announce(jar);
    try {
      Files.createFile(held.lease);
      writeJar(jar);
      jvm.load(name + ".jar", name);
      return held;
    } catch (IOException failure) {
      held.release();
      throw new IllegalStateException("an agent cannot be given to a JVM: " + failure, failure);
    } catch (RuntimeException failure) {
      held.release();
      throw failure;
    } finally {
      delete(jar);
    }
  }

  private static void writeJar(Path file) throws IOException {
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(new Attributes.Name("Agent-Class"), HeapHog.class.getName());
    try (InputStream code = HeapHog.class.getClassLoader().getResourceAsStream(ENTRY);
        var jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
      jar.putNextEntry(new JarEntry(ENTRY));
      Objects.requireNonNull(code, ENTRY).transferTo(jar);
      jar.closeEntry();
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }

  void release() {
    delete(lease);
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException failure) {
      throw new IllegalStateException("cannot remove " + file + ": " + failure, failure);
    } finally {
      JvmFiles.forget(file);
    }
  }
}
