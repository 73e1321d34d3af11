package dev.ordeal.systems.ring;

import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.port.WriteAhead;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Records by key that can be listed after a restart: one record a key, and an index of the keys in
 * 256 records, of which a new key changes one.
 *
 * <p>A crash may keep a record and lose its place in the index, if neither was synced: the key is
 * then unknown, which is right, since nobody was told of it.
 */
final class KeyStore {
  private static final int BUCKETS = 256;

  private final WriteAhead storage;
  private final String name;
  private final NavigableMap<String, Map<String, @Nullable Object>> records = new TreeMap<>();
  private final List<List<Object>> index = new ArrayList<>();

  /**
   * The records that survived.
   *
   * @param storage where they are, among others
   * @param name what they are, for there may be several such stores
   */
  KeyStore(WriteAhead storage, String name) {
    this.storage = storage;
    this.name = name;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      var keys = new ArrayList<Object>();
      index.add(keys);
      storage.read(bucketName(bucket)).ifPresent(saved -> load(saved, keys));
    }
  }

  private void load(Map<String, @Nullable Object> saved, List<Object> keys) {
    if (saved.get("keys") instanceof List<?> listed) {
      for (Object key : listed) {
        if (key instanceof String text) {
          Map<String, @Nullable Object> record = storage.read(recordName(text)).orElse(Map.of());
          if (!record.isEmpty()) {
            keys.add(text);
            records.put(text, record);
          }
        }
      }
    }
  }

  private String bucketName(int bucket) {
    return name + "-index/" + bucket;
  }

  private String recordName(String key) {
    return name + "/" + key;
  }

  private static int bucketOf(String key) {
    return (int) (Token.of(key) >>> 56);
  }

  /** The record of a key; null if it has none. */
  @Nullable Map<String, @Nullable Object> get(String key) {
    return records.get(key);
  }

  /** Replaces a record, which is not empty; durable as the storage has it. */
  void put(String key, Map<String, @Nullable Object> record) {
    if (records.put(key, record) == null) {
      int bucket = bucketOf(key);
      index.get(bucket).add(key);
      saveIndex(bucket);
    }
    storage.write(recordName(key), record);
  }

  /** Forgets a key. */
  void remove(String key) {
    if (records.remove(key) != null) {
      int bucket = bucketOf(key);
      index.get(bucket).remove(key);
      saveIndex(bucket);
      storage.write(recordName(key), Map.of());
    }
  }

  private void saveIndex(int bucket) {
    storage.write(bucketName(bucket), Bodies.of("keys", List.copyOf(index.get(bucket))));
  }

  /** All keys, in the order of their texts. */
  NavigableSet<String> keys() {
    return records.navigableKeySet();
  }
}
