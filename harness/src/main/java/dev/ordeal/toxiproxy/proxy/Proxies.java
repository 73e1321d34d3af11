package dev.ordeal.toxiproxy.proxy;

import dev.ordeal.toxiproxy.model.Names;
import dev.ordeal.toxiproxy.model.ProxyView;
import dev.ordeal.toxiproxy.model.Refusal;
import dev.ordeal.toxiproxy.model.ToxicSpec;
import dev.ordeal.toxiproxy.model.ToxicView;
import dev.ordeal.toxiproxy.toxic.Toxic;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All proxies of a server, by name: what the API does to them. Touched by the loop only. Every
 * change is done whole or refused whole, and none waits for data to flow.
 */
public final class Proxies {
  private final Resources resources;
  private final Map<String, Proxy> proxies = new TreeMap<>();

  /** No proxies yet. */
  public Proxies(Resources resources) {
    this.resources = resources;
  }

  /** All of them, sorted by name. */
  public List<ProxyView> list() {
    return proxies.values().stream().map(Proxy::view).toList();
  }

  /**
   * One of them.
   *
   * @throws Refusal 404
   */
  public ProxyView get(String name) {
    return proxy(name).view();
  }

  /**
   * Creates a proxy, listening if {@code enable}.
   *
   * @throws Refusal 400 for a name that cannot be addressed, 409 for one that is taken, 500 when
   *     the address cannot be had; then there is no such proxy
   */
  public ProxyView create(String name, ListenAddress listen, String upstream, boolean enable) {
    Names.addressable(name);
    if (proxies.containsKey(name)) {
      throw Refusal.exists("proxy");
    }
    Proxy proxy = new Proxy(resources, name, listen, upstream);
    if (enable) {
      proxy.update(Optional.empty(), Optional.empty(), true);
    }
    proxies.put(name, proxy);
    return proxy.view();
  }

  /**
   * Changes what is given.
   *
   * @throws Refusal 404, or 500 when the new address cannot be had; then nothing has changed
   */
  public ProxyView update(
      String name,
      Optional<ListenAddress> listen,
      Optional<String> upstream,
      Optional<Boolean> enable) {
    Proxy proxy = proxy(name);
    proxy.update(listen, upstream, enable.orElse(proxy.enabled()));
    return proxy.view();
  }

  /**
   * Creates a proxy, or replaces one of that name by a new one without toxics; one that has this
   * address and upstream stays exactly as it is.
   *
   * @throws Refusal 500 when the address cannot be had; a proxy to be replaced stays, stopped
   */
  public ProxyView populate(String name, ListenAddress listen, String upstream, boolean enable) {
    Proxy existing = proxies.get(name);
    if (existing == null) {
      return create(name, listen, upstream, enable);
    }
    if (existing.same(listen, upstream)) {
      return existing.view();
    }
    existing.stop();
    Proxy proxy = new Proxy(resources, name, listen, upstream);
    proxy.update(Optional.empty(), Optional.empty(), enable);
    proxies.put(name, proxy);
    return proxy.view();
  }

  /**
   * Stops and forgets a proxy.
   *
   * @throws Refusal 404
   */
  public void delete(String name) {
    proxy(name).stop();
    proxies.remove(name);
  }

  /**
   * The toxics of a proxy, upstream ones first.
   *
   * @throws Refusal 404
   */
  public List<ToxicView> toxics(String proxy) {
    return proxy(proxy).toxics();
  }

  /**
   * One toxic.
   *
   * @throws Refusal 404
   */
  public ToxicView toxic(String proxy, String toxic) {
    return proxy(proxy).toxic(toxic).view();
  }

  /**
   * Adds a toxic behind all others of its direction.
   *
   * @throws Refusal 404 without such a proxy, 400 for wrong settings, 409 for a name that is taken
   */
  public ToxicView addToxic(String proxy, ToxicSpec spec) {
    Proxy to = proxy(proxy);
    Toxic toxic = Toxic.create(spec);
    to.add(toxic);
    return toxic.view();
  }

  /**
   * Changes the settings that are given.
   *
   * @throws Refusal 404, or 400 for wrong settings; then nothing has changed
   */
  public ToxicView updateToxic(String proxy, String toxic, ToxicSpec spec) {
    Proxy of = proxy(proxy);
    Toxic changed = of.toxic(toxic).with(spec.toxicity(), spec.attributes());
    of.update(changed);
    return changed.view();
  }

  /**
   * Removes a toxic.
   *
   * @throws Refusal 404
   */
  public void removeToxic(String proxy, String toxic) {
    proxy(proxy).remove(toxic);
  }

  /**
   * Enables a proxy if it is not, and removes its toxics; connections stay.
   *
   * @throws Refusal 404, or 500 when the address cannot be had
   */
  public void reset(String name, ListenAddress listen) {
    Proxy proxy = proxy(name);
    proxy.update(proxy.enabled() ? Optional.empty() : Optional.of(listen), Optional.empty(), true);
    proxy.removeToxics();
  }

  private Proxy proxy(String name) {
    Proxy proxy = proxies.get(name);
    if (proxy == null) {
      throw Refusal.notFound("proxy");
    }
    return proxy;
  }
}
