package dev.ordeal.toxiproxy.http;

import dev.ordeal.toxiproxy.proxy.Traffic;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.lang.management.RuntimeMXBean;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * The page of metrics, in the text format of Prometheus (version 0.0.4): the bytes of every proxy
 * under the names of the original, and what this Java machine uses.
 */
public final class Metrics {
  private static final String BYTES_IN = "toxiproxy_proxy_received_bytes_total";
  private static final String BYTES_OUT = "toxiproxy_proxy_sent_bytes_total";

  private final Calls calls;
  private final Traffic traffic;
  private final boolean ofProxies;
  private final boolean ofRuntime;

  /** A page with either part, both or none. */
  public Metrics(Calls calls, Traffic traffic, boolean ofProxies, boolean ofRuntime) {
    this.calls = calls;
    this.traffic = traffic;
    this.ofProxies = ofProxies;
    this.ofRuntime = ofRuntime;
  }

  /** Whether there is a page at all. */
  boolean any() {
    return ofProxies || ofRuntime;
  }

  Response page() {
    StringBuilder page = new StringBuilder();
    if (ofProxies) {
      page.append(calls.call(this::proxies));
    }
    if (ofRuntime) {
      runtime(page);
    }
    return new Response(
        200,
        Map.of("Content-Type", "text/plain; version=0.0.4; charset=utf-8"),
        Response.bytes(page.toString()));
  }

  private String proxies() {
    StringBuilder page = new StringBuilder();
    counter(page, BYTES_IN, "Bytes read from one side.", Traffic.Totals::received);
    counter(page, BYTES_OUT, "Bytes written to the other side.", Traffic.Totals::sent);
    return page.toString();
  }

  private void counter(
      StringBuilder page, String name, String help, ToLongFunction<Traffic.Totals> value) {
    head(page, name, help, "counter");
    traffic.forEach(
        (labels, totals) ->
            page.append(name)
                .append("{direction=")
                .append(quoted(labels.direction().name().toLowerCase(Locale.ROOT)))
                .append(",listener=")
                .append(quoted(labels.listener()))
                .append(",proxy=")
                .append(quoted(labels.proxy()))
                .append(",upstream=")
                .append(quoted(labels.upstream()))
                .append("} ")
                .append(value.applyAsLong(totals))
                .append('\n'));
  }

  private static void runtime(StringBuilder page) {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
    gauge(page, "jvm_memory_heap_used_bytes", "Heap in use.", heap.getUsed());
    gauge(page, "jvm_memory_heap_committed_bytes", "Heap reserved.", heap.getCommitted());
    gauge(
        page,
        "jvm_threads_current",
        "Live threads.",
        ManagementFactory.getThreadMXBean().getThreadCount());
    gauge(
        page,
        "process_start_time_seconds",
        "Start of the process since the Unix epoch.",
        runtime.getStartTime() / 1_000);
  }

  private static void gauge(StringBuilder page, String name, String help, long value) {
    head(page, name, help, "gauge");
    page.append(name).append(' ').append(value).append('\n');
  }

  private static void head(StringBuilder page, String name, String help, String type) {
    page.append("# HELP ").append(name).append(' ').append(help).append('\n');
    page.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private static String quoted(String text) {
    String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return '"' + escaped + '"';
  }
}
