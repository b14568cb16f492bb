package io.bitchat.files.transfer.owner;

import io.bitchat.files.transfer.TransfersConfig;
import io.bitchat.files.transfer.live.ReplicaId;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** This process among the replicas of the service: its id, new at each start, and where the others reach it. */
@Singleton
public class ThisReplica implements ReplicaId {
    private final UUID id = UUID.randomUUID();
    private final String url;

    ThisReplica(
            TransfersConfig config,
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "quarkus.http.port") int port) {
        this.url = config.advertisedUrl().orElseGet(() -> "http://" + addressOf(host) + ":" + port);
    }

    private static String addressOf(String host) {
        if (!host.equals("0.0.0.0") && !host.equals("::")) return bracketed(host);
        try {
            return bracketed(InetAddress.getLocalHost().getHostAddress());
        } catch (UnknownHostException e) {
            Log.warnf("this host has no address of its own name, others cannot reach it cause=%s", e);
            return "127.0.0.1";
        }
    }

    private static String bracketed(String host) {
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }

    @Override
    public UUID id() {
        return id;
    }

    /** Address for other replicas, and for the services of the suite. */
    public String url() {
        return url;
    }

    OwnerTable.Replica replica() {
        return new OwnerTable.Replica(id, url);
    }
}
