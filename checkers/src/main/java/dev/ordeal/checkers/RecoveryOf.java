package dev.ordeal.checkers;

import dev.ordeal.checkers.Recovery.Healed;
import dev.ordeal.checkers.Recovery.OfKind;
import dev.ordeal.checkers.Recovery.Outage;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import dev.ordeal.history.Op.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Measures from a history how a system bore its faults and came back: one pass over its ops, in
 * which each injection is watched from its beginning to the first ok after its healing.
 */
public final class RecoveryOf {
  private final History history;
  private final List<Injection> injections;
  private final Storms weather;
  private final List<FaultWatch> watches = new ArrayList<>();

  /** The position of the invocation that heals everything in the end, or the end. */
  private final int mainEnd;

  private final Outages outages = new Outages();
  private final Throughput throughput = new Throughput();
  private final LoadCount calm = new LoadCount();
  private final LoadCount storm = new LoadCount();
  private final Map<String, LoadCount> storms = new LinkedHashMap<>();
  private final List<FaultWatch> inForce = new ArrayList<>();
  private final List<FaultWatch> awaiting = new ArrayList<>();
  private int inFlight;
  private long firstAsked = -1;
  private long lastAsked;

  private RecoveryOf(History history, Map<String, String> kinds) {
    this.history = history;
    this.injections = Injection.of(history, kinds);
    this.weather = new Storms(history, injections);
    int mark = Injection.endMark(history, kinds);
    this.mainEnd = mark < 0 ? history.size() : history.partner(mark);
    injections.forEach(one -> watches.add(new FaultWatch(history, one, weather)));
  }

  /**
   * The recovery that a history tells.
   *
   * @param faultKinds the functions of the nemesis that inject, each with the one that heals it
   */
  public static Recovery history(History history, Map<String, String> faultKinds) {
    return new RecoveryOf(history, faultKinds).measure();
  }

  private Recovery measure() {
    int next = 0;
    for (int at = 0; at < history.size(); at++) {
      if (next < watches.size() && injections.get(next).begin() == at) {
        begin(watches.get(next++));
      } else if (history.process(at) != Op.NEMESIS) {
        client(at);
      } else {
        end(at);
      }
      if (at == mainEnd && inFlight == 0) {
        outages.pause(lastAsked);
      }
    }
    long last = history.size() == 0 ? 0 : history.time(history.size() - 1);
    lastAsked = inFlight > 0 ? last : lastAsked;
    outages.pause(lastAsked);
    long endOfMain = mainEnd < history.size() ? history.time(mainEnd) : last;
    long firstFault = injections.isEmpty() ? last : history.time(injections.get(0).begin());
    throughput.complete(
        weather.calmUntil(Math.max(0, firstAsked)),
        weather.calmUntil(firstFault),
        weather.calmUntil(endOfMain));
    return recovery();
  }

  private void begin(FaultWatch fault) {
    inForce.add(fault);
    outages.injected(fault);
  }

  private void end(int at) {
    inForce.removeIf(
        fault -> {
          boolean ends = fault.injection().end() == at;
          if (ends) {
            awaiting.add(fault);
            if (inFlight > 0) {
              fault.asked(history.time(at));
            }
          }
          return ends;
        });
  }

  private void client(int at) {
    long time = history.time(at);
    lastAsked = time;
    if (history.type(at) == Type.INVOKE) {
      firstAsked = firstAsked < 0 ? time : firstAsked;
      inFlight++;
      outages.asked(time);
      awaiting.forEach(fault -> fault.asked(time));
      if (at < mainEnd) {
        load(at);
      }
      return;
    }
    inFlight--;
    if (history.type(at) == Type.OK) {
      outages.ok(time, inFlight > 0);
      awaiting.forEach(fault -> fault.ok(time, at));
      awaiting.clear();
      if (inForce.isEmpty() && at < mainEnd) {
        throughput.ok(weather.calmUntil(time), time, at);
      }
    }
  }

  private void load(int invocation) {
    if (inForce.isEmpty()) {
      calm.add(history, invocation);
      return;
    }
    storm.add(history, invocation);
    inForce.forEach(fault -> fault.load().add(history, invocation));
    inForce.stream()
        .map(fault -> fault.injection().kind())
        .distinct()
        .forEach(
            kind -> storms.computeIfAbsent(kind, any -> new LoadCount()).add(history, invocation));
  }

  private Recovery recovery() {
    var faults = new ArrayList<Healed>();
    for (FaultWatch fault : watches) {
      boolean isHealedInMain = fault.injection().end() < mainEnd;
      faults.add(
          fault.told(isHealedInMain ? Optional.of(throughput) : Optional.empty(), lastAsked));
    }
    var kinds = new LinkedHashMap<String, OfKind>();
    faults.forEach(fault -> kinds.computeIfAbsent(fault.kind(), kind -> ofKind(kind, faults)));
    OptionalDouble rate = throughput.perSecond();
    return new Recovery(
        calm.load(), storm.load(), rate, throughput.window(), outages.longest(), faults, kinds);
  }

  private OfKind ofKind(String kind, List<Healed> all) {
    var faults = all.stream().filter(fault -> fault.kind().equals(kind)).toList();
    var first = faults.stream().flatMap(fault -> fault.firstOk().stream()).toList();
    var regained = faults.stream().flatMap(fault -> fault.throughput().stream()).toList();
    Optional<Outage> longest =
        faults.stream()
            .flatMap(fault -> fault.longest().stream())
            .reduce((a, b) -> b.length().compareTo(a.length()) > 0 ? b : a);
    return new OfKind(
        faults.size(),
        (int) faults.stream().filter(fault -> fault.healed().isPresent()).count(),
        storms.getOrDefault(kind, new LoadCount()).load(),
        longest,
        first.size(),
        first.stream().map(Recovery.Comeback::after).max(Duration::compareTo),
        regained.size(),
        regained.stream().map(Recovery.Comeback::after).max(Duration::compareTo));
  }
}
