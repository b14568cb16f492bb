import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Prints one line per event. Environment: BOOTSTRAP (localhost:9092), TOPICS (bitchat.messages.v1), GROUP (a new one).
 * Options: --from-beginning, --count N.
 */
public class ConsumeMessages {
    private static final int REMEMBERED_IDS = 100_000;
    private static final Logger CLIENT_LOG = Logger.getLogger("org.apache.kafka");

    private final KafkaConsumer<String, byte[]> consumer;
    private final long count;
    private final Map<String, Boolean> seen = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED_IDS;
        }
    };
    private long printed;

    private ConsumeMessages(KafkaConsumer<String, byte[]> consumer, long count) {
        this.consumer = consumer;
        this.count = count;
    }

    public static void main(String[] args) {
        CLIENT_LOG.setLevel(Level.WARNING);
        var options = List.of(args);
        var start = options.contains("--from-beginning") ? "earliest" : "latest";
        int countAt = options.indexOf("--count") + 1;
        var count = countAt > 0 ? Long.parseLong(options.get(countAt)) : Long.MAX_VALUE;
        var reader = new ConsumeMessages(new KafkaConsumer<>(settings(start)), count);
        closeOnCtrlC(reader.consumer);
        reader.run(Arrays.asList(environment("TOPICS", "bitchat.messages.v1").split(",")));
    }

    private static Properties settings(String start) {
        var settings = new Properties();
        settings.put("bootstrap.servers", environment("BOOTSTRAP", "localhost:9092"));
        settings.put("group.id", environment("GROUP", "example-java-" + UUID.randomUUID()));
        settings.put("auto.offset.reset", start);
        settings.put("enable.auto.commit", "false"); // committed below, after the work is done: at least once
        settings.put("key.deserializer", StringDeserializer.class.getName());
        settings.put("value.deserializer", ByteArrayDeserializer.class.getName());
        return settings;
    }

    private static void closeOnCtrlC(KafkaConsumer<?, ?> consumer) {
        var main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (!main.isAlive()) return;
            consumer.wakeup();
            try {
                main.join(5_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    private void run(List<String> topics) {
        try (consumer) {
            consumer.subscribe(topics);
            while (printed < count) {
                for (var record : consumer.poll(Duration.ofSeconds(1))) {
                    if (printed < count) handle(record);
                }
                if (printed < count) consumer.commitSync(); // the last batch may be half read: it comes again
            }
        } catch (WakeupException ctrlC) {
            // the consumer leaves its group on close
        }
    }

    private void handle(ConsumerRecord<String, byte[]> record) {
        var type = header(record, "ce_type");
        if (record.value() == null || type == null) return; // a tombstone, or not an event
        if (seen.put(header(record, "ce_id"), true) != null) return; // delivered again
        var json = new String(record.value(), StandardCharsets.UTF_8);
        System.out.println(header(record, "ce_time") + " " + type + " key=" + record.key() + " " + json);
        printed++;
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static String environment(String name, String fallback) {
        return System.getenv().getOrDefault(name, fallback);
    }
}
