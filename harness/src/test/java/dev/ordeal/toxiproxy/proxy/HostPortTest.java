package dev.ordeal.toxiproxy.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostPortTest {
  @ParameterizedTest
  @CsvSource({
    "localhost:80, localhost, 80",
    "10.0.0.1:0, 10.0.0.1, 0",
    "[::1]:80, ::1, 80",
    ":80, '', 80",
    "host:, host, 0",
    "'', '', 0"
  })
  void a_text_is_split_at_its_last_colon(String text, String host, int port) throws Exception {
    assertThat(HostPort.parse(text)).isEqualTo(new HostPort(host, port));
  }

  @ParameterizedTest
  @CsvSource({
    "host, address host: missing port in address",
    "[::1], address [::1]: missing port in address",
    "::1:80, address ::1:80: too many colons in address",
    "host:-1, address -1: invalid port",
    "host:65536, address 65536: invalid port",
    "host:http, address tcp/http: unknown port"
  })
  void what_cannot_be_split_is_refused_in_the_words_of_go(String text, String words) {
    assertThatThrownBy(() -> HostPort.parse(text)).hasMessage(words);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1:7",
    "::1, [::1]:7",
    "::, [::]:7",
    "2001:db8:0:0:1:0:0:1, [2001:db8::1:0:0:1]:7",
    "fe80::1:2, [fe80::1:2]:7",
    "1:2:3:4:5:6:7:8, [1:2:3:4:5:6:7:8]:7"
  })
  void an_address_is_written_short(String ip, String text) throws Exception {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(ip), 7);
    assertThat(HostPort.format(address)).isEqualTo(text);
  }

  @Test
  void only_literals_are_looked_up_without_asking_anybody() {
    assertThat(HostPort.isLiteral("10.1.2.3")).isTrue();
    assertThat(HostPort.isLiteral("::1")).isTrue();
    assertThat(HostPort.isLiteral("localhost")).isFalse();
    assertThat(HostPort.isLiteral("n1")).isFalse();
  }
}
