package io.bitchat.files.transfer.live;

import java.util.UUID;

/** Id of this process among the replicas of the service; new at each start. */
public interface ReplicaId {
    UUID id();
}
