package io.bitchat.groups.history;

import io.bitchat.groups.GroupCursor;
import io.bitchat.groups.GroupMessage;
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

/** Reads stored messages; content is opened on the way out. */
@ApplicationScoped
public class GroupMessageReader {
    private static final String BY_IDS = "from GroupMessageEntity m where m.messageId in :ids";
    private static final String NEWEST = "from GroupMessageEntity m where m.groupId = :group and m.voidedAt is null"
            + " order by m.orderedAt desc, m.fromPeerId desc, m.clockEntry desc";
    private static final String AFTER =
            "from GroupMessageEntity m where m.groupId = :group and m.sequence > :after and m.sequence > 0 and m.voidedAt is null"
                    + " order by m.sequence";

    private final Mutiny.SessionFactory sessions;
    private final ContentVault vault;

    GroupMessageReader(Mutiny.SessionFactory sessions, ContentVault vault) {
        this.sessions = sessions;
        this.vault = vault;
    }

    /** Messages by id; ids that are not there are missing from the map. */
    public Uni<Map<String, GroupMessage>> byMessageIds(Collection<String> messageIds) {
        return query(BY_IDS, query -> query.setParameter("ids", messageIds)).map(messages -> messages.stream()
                .collect(Collectors.toMap(GroupMessage::messageId, Function.identity())));
    }

    /** The newest page first, each page oldest first: {@code offset} counts back from the newest message. */
    Uni<List<GroupMessage>> newest(String groupId, int limit, int offset) {
        return query(NEWEST, query -> query.setParameter("group", groupId)
                        .setFirstResult(offset)
                        .setMaxResults(limit))
                .map(List::reversed);
    }

    /** What was delivered here after a place, in the order of its delivery. */
    Uni<List<GroupMessage>> after(String groupId, GroupCursor place, int limit) {
        return query(AFTER, query -> query.setParameter("group", groupId)
                .setParameter("after", place.sequence())
                .setMaxResults(limit));
    }

    private Uni<List<GroupMessage>> query(
            String hql, UnaryOperator<Mutiny.SelectionQuery<GroupMessageEntity>> parameters) {
        return sessions.openStatelessSession()
                .flatMap(session -> parameters
                        .apply(session.createSelectionQuery(hql, GroupMessageEntity.class))
                        .getResultList()
                        .eventually(session::close))
                .map(rows -> rows.stream().map(row -> row.toMessage(vault)).toList());
    }
}
