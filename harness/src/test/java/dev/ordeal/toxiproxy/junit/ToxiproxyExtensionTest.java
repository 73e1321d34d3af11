package dev.ordeal.toxiproxy.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.toxiproxy.ToxiproxyServer;
import dev.ordeal.toxiproxy.proxy.ProxyChange;
import eu.rekawek.toxiproxy.Proxy;
import eu.rekawek.toxiproxy.ToxiproxyClient;
import eu.rekawek.toxiproxy.model.ToxicDirection;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ToxiproxyExtensionTest {
  @RegisterExtension static final ToxiproxyExtension TOXIPROXY = new ToxiproxyExtension();

  @BeforeAll
  static void create() throws IOException {
    TOXIPROXY.client().createProxy("of-the-class", "127.0.0.1:0", "127.0.0.1:1");
  }

  @Test
  @Order(1)
  void a_test_gets_the_server_and_a_client_and_may_leave_a_mess(
      ToxiproxyServer server, ToxiproxyClient client) throws IOException {
    assertThat(server).isSameAs(TOXIPROXY.server());
    client.createProxy("of-the-test", "127.0.0.1:0", "127.0.0.1:1");
    Proxy proxy = client.getProxies().get(0);
    assertThat(proxy.getName()).isEqualTo("of-the-class");
    server.proxies().forEach(view -> assertThat(view.proxy().enabled()).isTrue());
    client.getProxies().get(1).toxics().latency("slow", ToxicDirection.UPSTREAM, 1);
    server.change(List.of(ProxyChange.of("of-the-class").withEnabled(false)));
    assertThat(client.getProxies()).hasSize(2);
  }

  @Test
  @Order(2)
  void the_next_test_finds_it_tidied_up(ToxiproxyClient client) throws IOException {
    assertThat(client.getProxies()).hasSize(1);
    Proxy proxy = client.getProxies().get(0);
    assertThat(proxy.getName()).isEqualTo("of-the-class");
    assertThat(proxy.isEnabled()).isTrue();
    assertThat(proxy.toxics().getAll()).isEmpty();
  }

  @Nested
  class in_a_nested_class {
    @Test
    void the_server_of_the_outer_one_goes_on(ToxiproxyClient client) throws IOException {
      assertThat(client.getProxy("of-the-class").isEnabled()).isTrue();
    }
  }

  @Nested
  class in_a_field_of_an_instance {
    @RegisterExtension final ToxiproxyExtension own = new ToxiproxyExtension();

    @Test
    void every_test_has_a_server_of_its_own() throws IOException {
      assertThat(own.server()).isNotSameAs(TOXIPROXY.server());
      assertThat(own.client().getProxies()).isEmpty();
    }
  }

  @Test
  void outside_of_tests_there_is_no_server() {
    assertThatThrownBy(() -> new ToxiproxyExtension().server())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("@RegisterExtension");
  }
}
