package dev.ordeal.toxiproxy.proxy;

import dev.ordeal.toxiproxy.model.ConnectFault;
import dev.ordeal.toxiproxy.model.Names;
import dev.ordeal.toxiproxy.model.Refusal;
import dev.ordeal.toxiproxy.model.ToxicSpec;
import dev.ordeal.toxiproxy.toxic.Toxic;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One change of several proxies: first everything is checked, then what can still fail is done with
 * a way back (ports are taken, doors change), and last what cannot fail. Since one task of the loop
 * does all of it, nobody sees it half done.
 */
final class AtomicChange {
  /** A proxy that is there or new, and the toxics it is to have. */
  private record Planned(Proxy proxy, ProxyChange change, boolean isNew, List<Toxic> toxics) {
    boolean enabledAfterwards() {
      return change.enabled().orElse(isNew || proxy.enabled());
    }
  }

  private final Resources resources;
  private final Map<String, Proxy> proxies;
  private final Deque<Runnable> waysBack = new ArrayDeque<>();

  AtomicChange(Resources resources, Map<String, Proxy> proxies) {
    this.resources = resources;
    this.proxies = proxies;
  }

  /** Changes all or, where it throws, none; answers the proxies in the order of the changes. */
  List<Proxy> apply(List<ProxyChange> changes) {
    List<Planned> plan = plan(changes);
    try {
      plan.forEach(this::takePort);
      plan.forEach(this::changeDoor);
    } catch (Refusal refusal) {
      waysBack.forEach(Runnable::run);
      throw refusal;
    }
    plan.forEach(this::settle);
    resources.events().add("changed_together", "", plan.size() + " proxies");
    return plan.stream().map(Planned::proxy).toList();
  }

  private List<Planned> plan(List<ProxyChange> changes) {
    Set<String> names = new HashSet<>();
    List<Planned> plan = new ArrayList<>();
    for (ProxyChange change : changes) {
      if (!names.add(change.name())) {
        throw Refusal.badRequest("proxy " + change.name() + " is named twice");
      }
      plan.add(plan(change));
    }
    return plan;
  }

  private Planned plan(ProxyChange change) {
    List<Toxic> toxics = toxics(change.toxics().orElse(List.of()));
    Proxy existing = proxies.get(change.name());
    if (existing == null) {
      return new Planned(created(change), change, true, toxics);
    }
    if (change.listen().filter(wanted -> !existing.listensLike(wanted)).isPresent()) {
      throw Refusal.badRequest(
          "proxy %s cannot be moved together with others: POST /proxies/%s moves it alone"
              .formatted(change.name(), change.name()));
    }
    return new Planned(existing, change, false, toxics);
  }

  private Proxy created(ProxyChange change) {
    Names.addressable(change.name());
    String upstream =
        change
            .upstream()
            .filter(text -> !text.isEmpty())
            .orElseThrow(
                () -> new Refusal(404, "proxy not found: " + change.name() + ", and no upstream"));
    ListenAddress listen = change.listen().orElseGet(() -> ListenAddress.resolve(""));
    return new Proxy(resources, change.name(), listen, upstream);
  }

  private static List<Toxic> toxics(List<ToxicSpec> specs) {
    Set<String> names = new HashSet<>();
    List<Toxic> toxics = new ArrayList<>();
    for (ToxicSpec spec : specs) {
      Toxic toxic = Toxic.create(spec, names::contains);
      names.add(toxic.name());
      toxics.add(toxic);
    }
    return toxics;
  }

  private void takePort(Planned planned) {
    Proxy proxy = planned.proxy();
    if (planned.enabledAfterwards() && !proxy.enabled()) {
      proxy.update(planned.change().listen(), Optional.empty(), true);
      waysBack.push(proxy::stop);
    }
  }

  private void changeDoor(Planned planned) {
    Proxy proxy = planned.proxy();
    ConnectFault before = proxy.fault();
    planned.change().connect().ifPresent(proxy::become);
    waysBack.push(() -> proxy.become(before));
  }

  private void settle(Planned planned) {
    Proxy proxy = planned.proxy();
    ProxyChange change = planned.change();
    change.keepEnds().ifPresent(proxy::keepEnds);
    proxy.update(Optional.empty(), change.upstream(), planned.enabledAfterwards());
    if (planned.isNew() || change.toxics().isPresent()) {
      proxy.toxics().become(planned.toxics());
    }
    proxies.put(proxy.name(), proxy);
  }
}
