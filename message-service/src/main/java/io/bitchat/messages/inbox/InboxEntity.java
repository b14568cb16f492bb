package io.bitchat.messages.inbox;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The number of messages that a peer was sent; written by the send path. */
@Entity
@Table(name = "inboxes")
class InboxEntity {
    @Id
    @Column(name = "peer_id")
    String peerId;

    long position;
}
