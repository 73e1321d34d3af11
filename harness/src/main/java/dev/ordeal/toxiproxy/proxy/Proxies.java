package dev.ordeal.toxiproxy.proxy;

import dev.ordeal.toxiproxy.model.ConnectFault;
import dev.ordeal.toxiproxy.model.ConnectionView;
import dev.ordeal.toxiproxy.model.Event;
import dev.ordeal.toxiproxy.model.FullProxyView;
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
    tell("proxy_created", proxy);
    return proxy.view();
  }

  private void tell(String what, Proxy proxy) {
    ProxyView view = proxy.view();
    resources.events().add(what, view.name(), view.listen() + " to " + view.upstream());
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
    tell("proxy_replaced", proxy);
    return proxy.view();
  }

  /**
   * Stops and forgets a proxy.
   *
   * @throws Refusal 404
   */
  public void delete(String name) {
    Proxy proxy = proxy(name);
    proxy.stop();
    proxies.remove(name);
    tell("proxy_deleted", proxy);
  }

  /** Stops and forgets a proxy, if it is there. */
  public void deleteIfThere(String name) {
    if (proxies.containsKey(name)) {
      delete(name);
    }
  }

  /**
   * The toxics of a proxy, upstream ones first.
   *
   * @throws Refusal 404
   */
  public List<ToxicView> toxics(String proxy) {
    return proxy(proxy).toxics().views();
  }

  /**
   * One toxic.
   *
   * @throws Refusal 404
   */
  public ToxicView toxic(String proxy, String toxic) {
    return proxy(proxy).toxics().get(toxic).view();
  }

  /**
   * Adds a toxic behind all others of its direction.
   *
   * @throws Refusal 404 without such a proxy, 400 for wrong settings, 409 for a name that is taken
   */
  public ToxicView addToxic(String proxy, ToxicSpec spec) {
    Toxics toxics = proxy(proxy).toxics();
    Toxic toxic = Toxic.create(spec, toxics::has);
    toxics.add(toxic);
    return toxic.view();
  }

  /**
   * Changes the settings that are given.
   *
   * @throws Refusal 404, or 400 for wrong settings; then nothing has changed
   */
  public ToxicView updateToxic(String proxy, String toxic, ToxicSpec spec) {
    Toxics toxics = proxy(proxy).toxics();
    Toxic changed = toxics.get(toxic).with(spec.toxicity(), spec.attributes());
    toxics.update(changed);
    return changed.view();
  }

  /**
   * Removes a toxic.
   *
   * @throws Refusal 404
   */
  public void removeToxic(String proxy, String toxic) {
    proxy(proxy).toxics().remove(toxic);
  }

  /**
   * Enables a proxy if it is not, removes its toxics and its connect fault; connections stay.
   *
   * @throws Refusal 404, or 500 when the address cannot be had
   */
  public void reset(String name, ListenAddress listen) {
    Proxy proxy = proxy(name);
    proxy.become(ConnectFault.NONE);
    proxy.update(proxy.enabled() ? Optional.empty() : Optional.of(listen), Optional.empty(), true);
    proxy.toxics().removeAll();
  }

  /**
   * Brings several proxies to what is wanted, all of them or none; no byte is read in between.
   *
   * @throws Refusal 404, 400 or 409 for what is wrong with one of them, 500 when an address cannot
   *     be had; then nothing has changed
   */
  public List<FullProxyView> change(List<ProxyChange> changes) {
    return new AtomicChange(resources, proxies)
        .apply(changes).stream().map(Proxy::fullView).toList();
  }

  /** All of them, with what the original does not have, sorted by name. */
  public List<FullProxyView> listFully() {
    return proxies.values().stream().map(Proxy::fullView).toList();
  }

  /** All connections there are now, by proxy and age. */
  public List<ConnectionView> connections() {
    return proxies.values().stream().flatMap(proxy -> proxy.connections().stream()).toList();
  }

  /**
   * The connections of one proxy, oldest first.
   *
   * @throws Refusal 404
   */
  public List<ConnectionView> connections(String name) {
    return proxy(name).connections();
  }

  /**
   * Resets every connection of a proxy now (RST on both sides).
   *
   * @return how many
   * @throws Refusal 404
   */
  public int resetConnections(String name) {
    return proxy(name).resetNow();
  }

  /** The events after that one that are still kept. */
  public List<Event> eventsSince(long seq) {
    return resources.events().since(seq);
  }

  private Proxy proxy(String name) {
    Proxy proxy = proxies.get(name);
    if (proxy == null) {
      throw Refusal.notFound("proxy");
    }
    return proxy;
  }
}
