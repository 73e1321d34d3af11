package dev.ordeal.harness.cluster.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class LinkedRuntimeTest {

  @Test
  void the_libraries_outside_of_the_runtime_are_those_that_ldd_names() {
    var ldd =
        """
        /tmp/jre/bin/java:
        \tlinux-vdso.so.1 (0x00007ffd)
        \tlibz.so.1 => /lib/x86_64-linux-gnu/libz.so.1 (0x00007f01)
        \tlibjli.so => /tmp/jre/lib/libjli.so (0x00007f02)
        \tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f03)
        \t/lib64/ld-linux-x86-64.so.2 (0x00007f04)
        \tlibjvm.so => not found
        /tmp/jre/lib/libfoo.so:
        \tstatically linked
        """;
    assertThat(LinkedRuntime.outside(ldd, Path.of("/tmp/jre")))
        .containsExactly(
            "/lib/x86_64-linux-gnu/libc.so.6",
            "/lib/x86_64-linux-gnu/libz.so.1",
            "/lib64/ld-linux-x86-64.so.2");
  }

  @Test
  void runtimes_of_other_modules_are_other_runtimes() {
    var small = new LinkedRuntime(new TreeSet<>(List.of("java.base")));
    var larger = new LinkedRuntime(new TreeSet<>(List.of("java.base", "java.sql")));
    assertThat(small.identity()).isNotEqualTo(larger.identity());
  }
}
