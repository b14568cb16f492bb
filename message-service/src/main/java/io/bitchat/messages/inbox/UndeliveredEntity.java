package io.bitchat.messages.inbox;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;

/** A message that waits for its recipient. */
@Entity
@Table(name = "undelivered")
@IdClass(UndeliveredEntity.Place.class)
class UndeliveredEntity {
    @Id
    @Column(name = "peer_id")
    String peerId;

    @Id
    long position;

    /** A place in a peer's stream. */
    record Place(String peerId, long position) implements Serializable {}
}
