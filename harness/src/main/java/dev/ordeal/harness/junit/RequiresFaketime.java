package dev.ordeal.harness.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that sets the clocks of real nodes wrong: where libfaketime is missing it is skipped, and
 * says why; under {@code -Dordeal.clocks=required} it runs, and fails.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(FaketimeCondition.class)
public @interface RequiresFaketime {}
