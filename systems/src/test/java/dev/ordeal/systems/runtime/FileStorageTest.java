package dev.ordeal.systems.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.systems.port.Bodies;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStorageTest {
  @TempDir private Path folder;

  private FileStorage open() throws IOException {
    return new FileStorage(
        folder,
        Runnable::run,
        why -> {
          throw new AssertionError("the disk failed", why);
        });
  }

  private static void sync(FileStorage storage) throws InterruptedException {
    var synced = new CountDownLatch(1);
    storage.sync(synced::countDown);
    assertThat(synced.await(10, TimeUnit.SECONDS)).isTrue();
  }

  private static Optional<Map<String, @Nullable Object>> number(long number) {
    return Optional.of(Bodies.of("number", number));
  }

  @Test
  void the_last_record_of_each_key_is_found_after_reopening() throws Exception {
    try (FileStorage storage = open()) {
      storage.write("a", Bodies.of("number", 1L));
      storage.write("b", Bodies.of("number", 2L));
      storage.write("a", Bodies.of("number", 3L));
      assertThat(storage.read("a")).isEqualTo(number(3));
      sync(storage);
    }
    try (FileStorage storage = open()) {
      assertThat(storage.read("a")).isEqualTo(number(3));
      assertThat(storage.read("b")).isEqualTo(number(2));
      assertThat(storage.read("c")).isEmpty();
    }
  }

  @Test
  void a_log_cut_anywhere_yields_a_prefix_of_what_was_written_and_takes_new_records()
      throws Exception {
    try (FileStorage storage = open()) {
      for (long i = 1; i <= 5; i++) {
        storage.write("k", Bodies.of("number", i));
      }
      sync(storage);
    }
    Path file = folder.resolve(RecordLog.FILE);
    byte[] whole = Files.readAllBytes(file);
    int line = whole.length / 5;
    for (int cut = 0; cut <= whole.length; cut++) {
      Files.write(file, Arrays.copyOf(whole, cut));
      try (FileStorage storage = open()) {
        int complete = cut / line;
        assertThat(storage.read("k"))
            .as("cut at byte %d", cut)
            .isEqualTo(complete == 0 ? Optional.empty() : number(complete));
        storage.write("k", Bodies.of("number", 9L));
        sync(storage);
      }
      try (FileStorage storage = open()) {
        assertThat(storage.read("k")).as("cut at byte %d", cut).isEqualTo(number(9));
      }
    }
  }

  @Test
  void a_flipped_bit_in_the_last_line_is_noticed() throws Exception {
    try (FileStorage storage = open()) {
      storage.write("k", Bodies.of("number", 1L));
      storage.write("k", Bodies.of("number", 2L));
      sync(storage);
    }
    Path file = folder.resolve(RecordLog.FILE);
    byte[] whole = Files.readAllBytes(file);
    var random = new SplittableRandom(7);
    for (int i = 0; i < 50; i++) {
      byte[] damaged = whole.clone();
      int at = whole.length / 2 + random.nextInt(whole.length / 2);
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, damaged);
      try (FileStorage storage = open()) {
        assertThat(storage.read("k")).as("damaged byte %d", at).isEqualTo(number(1));
      }
    }
  }

  @Test
  void rot_before_what_was_synced_is_refused_and_forgets_nothing() throws Exception {
    try (FileStorage storage = open()) {
      for (long i = 1; i <= 4; i++) {
        storage.write("k" + i, Bodies.of("number", i));
        sync(storage);
      }
    }
    Path file = folder.resolve(RecordLog.FILE);
    byte[] whole = Files.readAllBytes(file);
    int lastBatch = Files.readString(file).lastIndexOf('\n', whole.length - 2) + 1;
    int marker = Files.readString(file).lastIndexOf('\n', lastBatch - 2) + 1;
    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 1;
      Files.write(file, damaged);
      if (at < marker) {
        int place = at;
        assertThatThrownBy(this::open)
            .as("damaged byte %d", place)
            .isInstanceOf(IOException.class)
            .hasMessageContaining("is rotten at byte")
            .hasMessageContaining("erase the folder");
        assertThat(Files.readAllBytes(file)).as("left as it was").isEqualTo(damaged);
      } else {
        try (FileStorage storage = open()) {
          assertThat(storage.read("k3")).as("damaged byte %d", at).isEqualTo(number(3));
        }
      }
    }
  }

  @Test
  void rot_in_a_log_that_was_written_anew_is_refused() throws Exception {
    String padding = "x".repeat(1_000);
    try (FileStorage storage = open()) {
      for (long i = 0; i <= 5_000; i++) {
        storage.write("k" + i % 3, Bodies.of("number", i, "padding", padding));
      }
      sync(storage);
    }
    Path file = folder.resolve(RecordLog.FILE);
    byte[] damaged = Files.readAllBytes(file);
    assertThat(damaged.length).as("it was written anew").isLessThan(5_000_000);
    damaged[20] ^= 1;
    Files.write(file, damaged);
    assertThatThrownBy(this::open).hasMessageContaining("is rotten at byte 0");
  }

  @Test
  void a_tail_of_rubbish_is_cut_off() throws Exception {
    try (FileStorage storage = open()) {
      storage.write("k", Bodies.of("number", 1L));
    }
    Path file = folder.resolve(RecordLog.FILE);
    byte[] rubbish = "00000000 {}\nrubbish".getBytes(StandardCharsets.UTF_8);
    Files.write(file, rubbish, StandardOpenOption.APPEND);
    try (FileStorage storage = open()) {
      assertThat(storage.read("k")).isEqualTo(number(1));
    }
    assertThat(Files.readString(file)).doesNotContain("rubbish");
  }

  @Test
  void a_large_log_of_few_keys_is_written_anew() throws Exception {
    String padding = "x".repeat(1_000);
    try (FileStorage storage = open()) {
      for (long i = 0; i <= 10_000; i++) {
        storage.write("k" + i % 3, Bodies.of("number", i, "padding", padding));
      }
      sync(storage);
    }
    assertThat(Files.size(folder.resolve(RecordLog.FILE))).isLessThan(6_000_000);
    try (FileStorage storage = open()) {
      assertThat(storage.read("k1").orElseThrow()).containsEntry("number", 10_000L);
    }
  }
}
