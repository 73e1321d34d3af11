package dev.ordeal.harness.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorCodesTest {

  @ParameterizedTest
  @ValueSource(ints = {10, 11, 12, 14, 20, 21, 22, 30})
  void a_definite_code_proves_that_the_request_did_not_happen(int code) {
    assertThat(ErrorCodes.exception(code, "no").definite()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 13, -1, 1, 23, 1000})
  void a_timeout_a_crash_and_an_unknown_code_prove_nothing(int code) {
    assertThat(ErrorCodes.exception(code, "who knows").definite()).isFalse();
  }

  @Test
  void an_error_body_becomes_an_exception_with_its_code_and_text() {
    var body = Map.<String, Object>of("type", "error", "code", 22L, "text", "held");
    assertThat(ErrorCodes.isError(body)).isTrue();
    assertThat(ErrorCodes.exception(body))
        .hasMessage("held")
        .returns(22, RpcException::code)
        .returns(true, RpcException::definite);
  }

  @Test
  void an_error_body_without_a_code_counts_as_a_crash() {
    assertThat(ErrorCodes.exception(Map.of("type", "error")))
        .returns(13, RpcException::code)
        .returns(false, RpcException::definite);
  }
}
