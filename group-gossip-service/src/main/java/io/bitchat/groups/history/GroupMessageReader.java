package io.bitchat.groups.history;

import io.bitchat.groups.GroupMessage;
import io.bitchat.kit.commit.Reads;
import io.bitchat.kit.vault.ContentVault;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/** Reads stored messages and decrypts their content. */
@ApplicationScoped
public class GroupMessageReader {
    private static final String BY_IDS = "from GroupMessageEntity m where m.messageId in :ids";

    private final Reads reads;
    private final ContentVault vault;

    GroupMessageReader(Reads reads, ContentVault vault) {
        this.reads = reads;
        this.vault = vault;
    }

    /** Messages by id; unknown ids are missing from the map. */
    public Uni<Map<String, GroupMessage>> byMessageIds(Collection<String> messageIds) {
        return query(BY_IDS, query -> query.setParameter("ids", messageIds)).map(messages -> messages.stream()
                .collect(Collectors.toMap(GroupMessage::messageId, Function.identity())));
    }

    private Uni<List<GroupMessage>> query(
            String hql, UnaryOperator<Mutiny.SelectionQuery<GroupMessageEntity>> parameters) {
        return reads.in(session -> parameters
                        .apply(session.createSelectionQuery(hql, GroupMessageEntity.class))
                        .getResultList())
                .map(rows -> rows.stream().map(row -> row.toMessage(vault)).toList());
    }
}
