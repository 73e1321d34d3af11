package dev.ordeal.results.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which source a trial ran.
 *
 * @param id the full name of the git commit
 * @param dirty whether tracked files differed from it; empty where git could not be asked
 */
public record Commit(String id, Optional<Boolean> dirty) {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
  private static final int HEAD_BYTES = 4096;
  private static final int PACKED_BYTES = 16 << 20;
  private static final int GIT_SECONDS = 5;

  /** The commit that is checked out in this folder or one above it, if there is one. */
  public static Optional<Commit> of(Path folder) {
    Path at = folder.toAbsolutePath().normalize();
    while (at != null && !Files.exists(at.resolve(".git"))) {
      at = at.getParent();
    }
    if (at == null) {
      return Optional.empty();
    }
    Path top = at;
    try {
      return head(gitDirectory(top)).map(id -> new Commit(id, dirty(top)));
    } catch (IOException | InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** The first letters of the commit, and {@code +changes} if files differed from it. */
  public String brief() {
    return id.substring(0, Math.min(7, id.length())) + (dirty.orElse(false) ? "+changes" : "");
  }

  /** A worktree or submodule has a file that says where its git folder lies. */
  private static Path gitDirectory(Path top) throws IOException {
    Path git = top.resolve(".git");
    if (Files.isDirectory(git)) {
      return git;
    }
    return top.resolve(BoundedFiles.read(git, HEAD_BYTES).strip().replaceFirst("^gitdir: *", ""));
  }

  private static Optional<String> head(Path git) throws IOException {
    String head = BoundedFiles.read(git.resolve("HEAD"), HEAD_BYTES).strip();
    if (!head.startsWith("ref:")) {
      return commitId(head);
    }
    String ref = head.substring("ref:".length()).strip();
    Path common = git;
    if (Files.isRegularFile(git.resolve("commondir"))) {
      common = git.resolve(BoundedFiles.read(git.resolve("commondir"), HEAD_BYTES).strip());
    }
    Path loose = common.resolve(ref);
    if (Files.isRegularFile(loose)) {
      return commitId(BoundedFiles.read(loose, HEAD_BYTES).strip());
    }
    Path packed = common.resolve("packed-refs");
    if (!Files.isRegularFile(packed)) {
      return Optional.empty();
    }
    return BoundedFiles.read(packed, PACKED_BYTES)
        .lines()
        .filter(line -> line.endsWith(" " + ref))
        .findFirst()
        .flatMap(line -> commitId(line.substring(0, line.indexOf(' '))));
  }

  private static Optional<String> commitId(String text) {
    return ID.matcher(text).matches() ? Optional.of(text) : Optional.empty();
  }

  /**
   * Only git knows what its index means, so git is asked; a machine without git is none the wiser.
   */
  private static Optional<Boolean> dirty(Path top) {
    Process git = null;
    try {
      git =
          new ProcessBuilder("git", "--no-optional-locks", "diff-index", "--quiet", "HEAD", "--")
              .directory(top.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      git.getOutputStream().close();
      if (!git.waitFor(GIT_SECONDS, TimeUnit.SECONDS)) {
        return Optional.empty();
      }
      return switch (git.exitValue()) {
        case 0 -> Optional.of(false);
        case 1 -> Optional.of(true);
        default -> Optional.empty();
      };
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      end(git);
    }
  }

  private static void end(@Nullable Process git) {
    if (git != null) {
      git.destroyForcibly();
    }
  }
}
