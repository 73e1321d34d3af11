package dev.ordeal.systems.redis;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test of this machine's redis-server: where there is none it is skipped, and says why; under
 * {@code -Dordeal.redis=required} it runs, and fails.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(RedisCondition.class)
@interface RequiresRedis {}
