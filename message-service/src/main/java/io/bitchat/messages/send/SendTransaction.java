package io.bitchat.messages.send;

import io.bitchat.contracts.messages.Cursor;
import io.bitchat.contracts.messages.MessageEvent;
import io.bitchat.kit.commit.Transactions;
import io.bitchat.kit.outbox.Outbox;
import io.bitchat.messages.StoredMessage;
import io.bitchat.messages.inbox.MessageReader;
import io.bitchat.messages.peers.KnownPeers;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The transaction of a batch of sends: peers, places, messages and events, all or nothing. */
@ApplicationScoped
class SendTransaction {
    private final KnownPeers peers;
    private final MessageReader reader;
    private final SendTable table;
    private final Outbox outbox;
    private final InstantSource clock;

    SendTransaction(KnownPeers peers, MessageReader reader, SendTable table, Outbox outbox, InstantSource clock) {
        this.peers = peers;
        this.reader = reader;
        this.table = table;
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * @param stored the new messages, in the order of their places
     * @param outcomes one outcome for each draft
     */
    record Result(List<StoredMessage> stored, List<SendOutcome> outcomes) {}

    Uni<Transactions.Writes<Result>> run(SqlConnection connection, List<Draft> drafts) {
        return Uni.combine()
                .all()
                .unis(peers.admit(connection, peersOf(drafts)), table.retired(connection, drafts))
                .with(SendBatch.Absent::new)
                .flatMap(
                        absent -> storedBefore(connection, drafts).map(stored -> new SendBatch(drafts, stored, absent)))
                .flatMap(batch -> storeFresh(connection, batch));
    }

    /** Called after the commit. */
    void committed(List<Draft> drafts) {
        peers.remember(peersOf(drafts));
    }

    /** Only ids chosen by a client can repeat, and they rarely do. */
    private Uni<Map<String, StoredMessage>> storedBefore(SqlConnection connection, List<Draft> drafts) {
        var ids = drafts.stream()
                .map(Draft::name)
                .filter(MessageName::isChosen)
                .flatMap(name -> name.all().stream())
                .distinct()
                .toList();
        if (ids.isEmpty()) return Uni.createFrom().item(Map.of());
        return table.taken(connection, ids)
                .flatMap(taken -> taken.isEmpty() ? Uni.createFrom().item(Map.of()) : reader.byMessageIds(taken));
    }

    private Uni<Transactions.Writes<Result>> storeFresh(SqlConnection connection, SendBatch batch) {
        var fresh = batch.fresh();
        if (fresh.isEmpty()) return Uni.createFrom().item(() -> nothingNew(batch));
        return table.drawPlaces(connection, fresh).map(places -> {
            // the clock is read while the row locks of the streams are held, so times ascend with places
            var messages = batch.place(places, clock.instant().truncatedTo(ChronoUnit.MILLIS));
            return new Transactions.Writes<>(
                    new Result(messages, batch.outcomes()),
                    List.of(
                            table.insert(connection, fresh, messages),
                            outbox.append(connection, events(fresh, messages))));
        });
    }

    private static Transactions.Writes<Result> nothingNew(SendBatch batch) {
        return new Transactions.Writes<>(new Result(List.of(), batch.outcomes()), List.of());
    }

    private static List<String> peersOf(List<Draft> drafts) {
        return drafts.stream()
                .flatMap(draft -> Stream.of(draft.fromPeerId(), draft.toPeerId()))
                .toList();
    }

    private static List<Outbox.Entry> events(List<Draft> drafts, List<StoredMessage> messages) {
        var entries = new ArrayList<Outbox.Entry>(messages.size());
        for (int i = 0; i < messages.size(); i++) {
            entries.add(new Outbox.Entry(sent(messages.get(i)), drafts.get(i).trace()));
        }
        return entries;
    }

    private static MessageEvent.Sent sent(StoredMessage message) {
        return new MessageEvent.Sent(
                message.messageId(),
                message.sentAt(),
                message.conversation(),
                message.fromPeerId(),
                message.recipient(),
                message.sequence(),
                new Cursor(message.position()).text(),
                message.content(),
                message.encryptionAlgorithm(),
                message.nonce(),
                message.ttl(),
                message.expiresAt(),
                message.hopCount());
    }
}
