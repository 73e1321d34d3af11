package dev.ordeal.systems;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of the house: which module may lean on which. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.ordeal");

  /** The packages of each module. */
  private static final Map<String, List<String>> MODULES =
      Map.of(
          "checkers", List.of("dev.ordeal.history..", "dev.ordeal.checkers.."),
          "results", List.of("dev.ordeal.results.."),
          "harness", List.of("dev.ordeal.harness..", "dev.ordeal.toxiproxy.."),
          "nemesis", List.of("dev.ordeal.nemesis.."),
          "workloads", List.of("dev.ordeal.workloads.."),
          "systems", List.of("dev.ordeal.systems.."));

  private static final Map<String, List<String>> MAY_DEPEND_ON =
      Map.of(
          "checkers", List.of(),
          "results", List.of("checkers"),
          "harness", List.of("checkers", "results"),
          "nemesis", List.of("checkers", "results", "harness"),
          "workloads", List.of("checkers", "results", "harness"),
          "systems", List.of());

  @ParameterizedTest
  @ValueSource(strings = {"checkers", "results", "harness", "nemesis", "workloads", "systems"})
  void a_module_leans_only_on_those_below_it(String module) {
    var forbidden =
        MODULES.keySet().stream()
            .filter(other -> !other.equals(module) && !MAY_DEPEND_ON.get(module).contains(other))
            .flatMap(other -> MODULES.get(other).stream());
    ArchRuleDefinition.noClasses()
        .that()
        .resideInAnyPackage(packages(module))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden.toArray(String[]::new))
        .check(CLASSES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"checkers", "results", "harness", "nemesis", "workloads", "systems"})
  void the_scan_sees_every_module(String module) {
    var seen = CLASSES.that(resideIn(packages(module)));
    assertThat(seen).as("classes of %s", module).hasSizeGreaterThan(1);
  }

  @Test
  void checkers_know_no_clock_no_file_no_socket_and_no_chance() {
    ArchRuleDefinition.noClasses()
        .that()
        .resideInAnyPackage(packages("checkers"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.file..", "java.net..", "java.util.random..")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.Random")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.io.File")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(CLASSES);
  }

  @Test
  void systems_under_test_lean_on_the_jdk_and_one_json_library() {
    ArchRuleDefinition.classes()
        .that()
        .resideInAnyPackage(packages("systems"))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.ordeal.systems..", "java..", "com.google.gson..", "org.jspecify.annotations..")
        .check(CLASSES);
  }

  @Test
  void the_toxiproxy_server_can_be_used_alone() {
    ArchRuleDefinition.classes()
        .that()
        .resideInAPackage("dev.ordeal.toxiproxy..")
        .and()
        .resideOutsideOfPackage("dev.ordeal.toxiproxy.junit..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.ordeal.toxiproxy..", "java..", "com.google.gson..", "org.jspecify.annotations..")
        .check(CLASSES);
  }

  @Test
  void the_real_proxies_are_driven_only_through_the_toxiproxy_client() {
    ArchRuleDefinition.noClasses()
        .that()
        .resideInAnyPackage("dev.ordeal.harness..")
        .and()
        .resideOutsideOfPackages(
            "dev.ordeal.harness.cluster.processes..", "dev.ordeal.harness.cluster.containers..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.ordeal.toxiproxy..")
        .check(CLASSES);
  }

  @Test
  void nobody_reaches_into_the_internal_packages_of_another_module() {
    for (String module : MODULES.keySet()) {
      var internals =
          CLASSES.that(resideIn(packages(module))).stream()
              .filter(type -> type.getPackageName().contains(".internal"))
              .map(JavaClass::getPackageName)
              .distinct()
              .toArray(String[]::new);
      if (internals.length > 0) {
        ArchRuleDefinition.noClasses()
            .that()
            .resideOutsideOfPackages(packages(module))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(internals)
            .check(CLASSES);
      }
    }
  }

  @Test
  void the_packages_of_the_checkers_form_no_cycle() {
    slices().matching("dev.ordeal.(checkers|history)..").should().beFreeOfCycles().check(CLASSES);
  }

  private static String[] packages(String module) {
    return MODULES.get(module).toArray(String[]::new);
  }

  private static DescribedPredicate<JavaClass> resideIn(String[] packages) {
    return JavaClass.Predicates.resideInAnyPackage(packages);
  }
}
