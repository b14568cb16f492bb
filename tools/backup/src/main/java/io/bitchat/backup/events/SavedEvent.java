package io.bitchat.backup.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bitchat.backup.BackupException;
import io.bitchat.contracts.files.FileEvent;
import io.bitchat.contracts.groups.GroupEvent;
import io.bitchat.contracts.groups.GroupMessageEvent;
import io.bitchat.contracts.messages.MessageEvent;
import io.bitchat.contracts.peers.PeerEvent;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * An event as it was published, one line of a backup.
 *
 * @param payload in base64
 */
public record SavedEvent(String topic, String key, Map<String, String> headers, String payload) {
    /** The schema whose outbox an event of a topic comes from. Other topics bypass the outbox. */
    static final Map<String, String> SCHEMAS = Map.of(
            PeerEvent.TOPIC, "peers",
            MessageEvent.TOPIC, "messages",
            GroupEvent.TOPIC, "groups",
            GroupMessageEvent.TOPIC, "groups",
            FileEvent.TOPIC, "files");

    private static final ObjectMapper JSON = new ObjectMapper();

    static SavedEvent of(ConsumerRecord<String, byte[]> record) {
        var headers = new TreeMap<String, String>();
        for (var header : record.headers()) {
            headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        return new SavedEvent(
                record.topic(), record.key(), headers, Base64.getEncoder().encodeToString(record.value()));
    }

    public static SavedEvent parse(String line) {
        try {
            return JSON.readValue(line, SavedEvent.class);
        } catch (JsonProcessingException e) {
            throw new BackupException("an event of the backup cannot be read: " + e.getOriginalMessage(), e);
        }
    }

    public String line() throws JsonProcessingException {
        return JSON.writeValueAsString(this);
    }

    public String schema() {
        var schema = SCHEMAS.get(topic);
        if (schema == null) throw new BackupException("no service publishes " + topic + " from a table");
        return schema;
    }

    public byte[] bytes() {
        return Base64.getDecoder().decode(payload);
    }

    /** As the column {@code headers} of an outbox has them. */
    public String headersJson() throws JsonProcessingException {
        return JSON.writeValueAsString(headers);
    }
}
