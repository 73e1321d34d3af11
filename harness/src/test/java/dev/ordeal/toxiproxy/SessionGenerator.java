package dev.ordeal.toxiproxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Random sessions of API calls and traffic. It keeps a rough picture of what should be there, so
 * that most calls make sense, and so that no step depends on who is faster: after whatever ends
 * connections it looks at them before it sends more. What kills the original is left out.
 */
final class SessionGenerator {
  private static final String[] NAMES = {"a", "b", "c d"};
  private static final String[] TYPES = {
    "latency", "bandwidth", "slow_close", "timeout", "reset_peer", "slicer", "limit_data", "noop"
  };
  private static final String[] ODD_CALLS = {
    "GET /nowhere",
    "GET /proxies/",
    "PUT /proxies",
    "DELETE /proxies",
    "GET /populate",
    "GET /reset",
    "PUT /proxies/a",
    "GET /metrics",
    "GET //proxies",
    "HEAD /proxies",
    "OPTIONS /proxies/a",
    "POST /proxies",
    "POST /proxies {",
    "POST /proxies []",
    "POST /proxies {}",
    "POST /proxies null",
    "POST /proxies {'name':'z'}",
    "POST /proxies {'name':5,'upstream':'x:1'}",
    "POST /proxies {'name':'z','upstream':'x:1','listen':'nowhere'}",
    "POST /proxies {'name':'z','upstream':'x:1','listen':'127.0.0.1:x'}",
    "POST /proxies {'name':'z','upstream':'x:1','listen':'127.0.0.1:70000'}",
    "POST /proxies {'name':'z','upstream':'x:1','listen':'192.0.2.1:1'}",
    "POST /proxies {'name':'z','upstream':'x:1','enabled':'yes'}",
    "POST /proxies/a {'listen':'bad'}",
    "POST /proxies/a {'enabled':1}",
    "POST /proxies/nobody {",
    "POST /proxies/nobody/toxics {",
    "POST /proxies/a/toxics",
    "POST /proxies/a/toxics {'type':'nonsense'}",
    "POST /proxies/a/toxics {'type':'nonsense','stream':'sideways'}",
    "POST /proxies/a/toxics {'type':'latency','stream':''}",
    "POST /proxies/a/toxics {'type':'latency','attributes':[]}",
    "POST /proxies/a/toxics {'type':'latency','attributes':{'latency':1.5}}",
    "POST /proxies/a/toxics {'type':'latency','attributes':{'latency':'5'}}",
    "POST /proxies/a/toxics {'type':'latency','toxicity':'x'}",
    "POST /proxies/a/toxics/none {",
    "DELETE /proxies/a/toxics/none",
    "GET /proxies/a/toxics/none",
    "GET /proxies/nobody",
    "GET /proxies/nobody/toxics",
    "DELETE /proxies/nobody",
    "POST /populate",
    "POST /populate {}",
    "POST /populate []",
    "POST /populate null",
    "POST /populate [{'name':'z','upstream':'x:1'},{'name':'y'}]",
    "POST /populate [{'upstream':'x:1'}]",
    "POST /populate [{'name':'z','listen':'127.0.0.1:$P3','upstream':'x:1'},"
        + "{'name':'y','listen':'bad','upstream':'x:1'}]",
  };

  /** What the generator believes of a proxy. */
  private static final class Picture {
    boolean enabled = true;
    boolean dead;
    final Map<String, String> toxics = new TreeMap<>();
    final List<String> connections = new ArrayList<>();
  }

  private final Random random;
  private final List<String> steps = new ArrayList<>();
  private final Map<String, Picture> proxies = new TreeMap<>();
  private int connections;

  private SessionGenerator(long seed) {
    random = new Random(seed);
  }

  static List<String> session(long seed) {
    SessionGenerator generator = new SessionGenerator(seed);
    generator.create("a");
    int length = 6 + generator.random.nextInt(7);
    while (generator.steps.size() < length) {
      generator.step();
    }
    return generator.steps;
  }

  private String path(String name) {
    return "/proxies/" + name.replace(" ", "%20");
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private String anyOf(String... texts) {
    return texts[random.nextInt(texts.length)];
  }

  private void step() {
    String name = anyOf(NAMES);
    Picture picture = proxies.get(name);
    if (picture == null && random.nextInt(3) > 0) {
      name = "a";
      picture = proxies.get(name);
    }
    int kind = random.nextInt(100);
    if (kind < 10) {
      steps.add(anyOf(ODD_CALLS));
    } else if (kind < 14) {
      steps.add(anyOf("GET /proxies", "GET " + path(name), "GET " + path(name) + "/toxics"));
    } else if (picture == null) {
      create(name);
    } else if (kind < 36) {
      addToxic(name, picture);
    } else if (kind < 43) {
      changeToxic(name, picture);
    } else if (kind < 50) {
      removeToxic(name, picture);
    } else if (kind < 57) {
      changeProxy(name, picture);
    } else if (kind < 61) {
      wholeServer(name);
    } else {
      traffic(name, picture);
    }
  }

  private void create(String name) {
    Picture picture = new Picture();
    picture.dead = random.nextInt(8) == 0;
    picture.enabled = random.nextInt(8) > 0;
    String listen = anyOf("127.0.0.1:0", "127.0.0.1:0", "localhost:0", "127.0.0.1:$P1");
    steps.add(
        "POST /proxies {'%s':'%s','listen':'%s','upstream':'%s'%s}%s"
            .formatted(
                anyOf("name", "name", "Name"),
                name,
                listen,
                picture.dead ? "127.0.0.1:$DEAD" : "127.0.0.1:$UP",
                picture.enabled ? anyOf("", ",'enabled':true") : ",'enabled':false",
                anyOf("", "", " trailing")));
    if (!proxies.containsKey(name)) {
      proxies.put(name, picture);
    }
  }

  private String attributes(String type) {
    return switch (type) {
      case "latency" -> "'latency':" + anyOf("0", "5", "20", "-3") + ",'jitter':" + anyOf("0", "4");
      case "bandwidth" -> "'rate':" + anyOf("0", "1000", "50000");
      case "slow_close" -> "'delay':" + anyOf("0", "20");
      case "timeout" -> "'timeout':" + anyOf("0", "30", "-1");
      case "reset_peer" -> "'timeout':" + anyOf("0", "20");
      case "slicer" ->
          "'average_size':" + anyOf("10", "64") + ",'size_variation':" + anyOf("0", "5");
      case "limit_data" -> "'bytes':" + anyOf("0", "10", "100");
      default -> "";
    };
  }

  private void addToxic(String name, Picture picture) {
    String type = anyOf(TYPES);
    boolean down = type.equals("limit_data") || random.nextBoolean();
    String stream = down ? anyOf("", ",'stream':'downstream'") : ",'stream':'upstream'";
    if (random.nextInt(12) == 0 && !down) {
      stream = ",'stream':'UPSTREAM'";
    }
    String toxicName = anyOf("", "", ",'name':'t'", ",'name':'u'");
    // These two act in the original even where their toxicity keeps them off: defects of it.
    String toxicity =
        type.equals("reset_peer") || type.equals("timeout")
            ? ""
            : anyOf("", "", ",'toxicity':1", ",'toxicity':0", ",'toxicity':2");
    steps.add(
        "POST %s/toxics {'type':'%s'%s%s%s,'attributes':{%s}}"
            .formatted(path(name), type, toxicName, stream, toxicity, attributes(type)));
    String shown =
        toxicName.isEmpty()
            ? type + (down ? "_downstream" : "_upstream")
            : toxicName.substring(9, 10);
    picture.toxics.putIfAbsent(shown, type);
    if (type.equals("timeout") || type.equals("limit_data") || type.equals("reset_peer")) {
      lookAtAll(picture, type.equals("timeout"));
    }
  }

  /** Connections that a step may have ended are looked at, and used no more where it did. */
  private void lookAtAll(Picture picture, boolean ends) {
    for (String connection : picture.connections) {
      if (ends) {
        steps.add("look " + connection);
      }
    }
    picture.connections.clear();
  }

  private void changeToxic(String name, Picture picture) {
    if (picture.toxics.isEmpty()) {
      steps.add("GET " + path(name));
      return;
    }
    String toxic = any(List.copyOf(picture.toxics.keySet()));
    String type = picture.toxics.get(toxic);
    String body =
        anyOf(
            "{'attributes':{" + attributes(type) + "}}",
            "{'attributes':{" + attributes(type) + "},'name':'other','type':'noop'}",
            "{}",
            "null");
    steps.add("%s %s/toxics/%s %s".formatted(anyOf("POST", "PATCH"), path(name), toxic, body));
    if (type.equals("timeout") || type.equals("limit_data") || type.equals("reset_peer")) {
      lookAtAll(picture, type.equals("timeout"));
    }
  }

  private void removeToxic(String name, Picture picture) {
    if (picture.toxics.isEmpty()) {
      steps.add("DELETE " + path(name) + "/toxics/latency_downstream");
      return;
    }
    String toxic = any(List.copyOf(picture.toxics.keySet()));
    steps.add("DELETE %s/toxics/%s".formatted(path(name), toxic));
    String type = picture.toxics.remove(toxic);
    lookAtAll(picture, type.equals("timeout"));
  }

  private void changeProxy(String name, Picture picture) {
    String method = anyOf("POST", "PATCH");
    switch (random.nextInt(5)) {
      case 0 -> {
        steps.add(method + " " + path(name) + " {'enabled':false}");
        picture.enabled = false;
        lookAtAll(picture, true);
      }
      case 1 -> {
        steps.add(method + " " + path(name) + " {'enabled':true}");
        picture.enabled = true;
      }
      case 2 -> {
        picture.dead = !picture.dead;
        steps.add(
            "%s %s {'upstream':'127.0.0.1:%s'}"
                .formatted(method, path(name), picture.dead ? "$DEAD" : "$UP"));
        lookAtAll(picture, true);
      }
      case 3 -> {
        steps.add(method + " " + path(name) + " {'listen':'127.0.0.1:$P2'}");
        lookAtAll(picture, true);
      }
      default -> {
        steps.add("DELETE " + path(name));
        lookAtAll(picture, true);
        proxies.remove(name);
      }
    }
  }

  private void wholeServer(String name) {
    if (random.nextBoolean()) {
      steps.add("POST /reset");
      for (Picture picture : proxies.values()) {
        picture.enabled = true;
        boolean cut = picture.toxics.containsValue("timeout");
        picture.toxics.clear();
        lookAtAll(picture, cut);
      }
    } else {
      steps.add(
          "POST /populate [{'name':'%s','listen':'127.0.0.1:$P3','upstream':'127.0.0.1:$UP'}]"
              .formatted(name));
      Picture before = proxies.put(name, new Picture());
      if (before != null) {
        lookAtAll(before, true);
      }
    }
  }

  private void traffic(String name, Picture picture) {
    if (picture.connections.isEmpty() || random.nextInt(4) == 0) {
      String connection = "k" + connections++;
      steps.add("connect " + connection + " " + name);
      if (!picture.enabled) {
        return;
      }
      if (picture.dead) {
        steps.add("look " + connection);
        return;
      }
      picture.connections.add(connection);
    }
    String connection = any(picture.connections);
    if (random.nextInt(8) == 0) {
      picture.connections.remove(connection);
      steps.add("finish " + connection);
      steps.add("look " + connection);
    } else {
      steps.add("echo " + connection + " " + anyOf("1", "10", "64", "100", "1000", "4000"));
    }
  }
}
