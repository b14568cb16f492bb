package io.bitchat.messages.inbox;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The number of messages in a conversation; written by the send path. */
@Entity
@Table(name = "conversations")
class ConversationEntity {
    @Id
    String conversation;

    long sequence;
}
