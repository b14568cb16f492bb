package io.bitchat.jobs.acceptance;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bitchat.kube.ServiceAccount;
import java.io.IOException;

/**
 * A ConfigMap of the pod's own namespace, written with the pod's service account, which needs the verbs {@code create}
 * and {@code patch} for it.
 */
final class ConfigMap {
    private final String name;
    private final ServiceAccount account;

    private ConfigMap(String name, ServiceAccount account) {
        this.name = name;
        this.account = account;
    }

    /** @throws IOException if this is no pod with a service account */
    static ConfigMap inCluster(String name) throws IOException {
        return new ConfigMap(name, ServiceAccount.ofPod());
    }

    /** Creates the ConfigMap, or replaces its two entries. */
    void put(Scorecard card) throws IOException, InterruptedException {
        var document =
                new ObjectMapper().createObjectNode().put("apiVersion", "v1").put("kind", "ConfigMap");
        document.putObject("metadata").put("name", name);
        document.putObject("data")
                .put("scorecard.txt", card.text())
                .put("scorecard.json", card.json().toPrettyString());
        account.apply("configmaps", name, document.toString());
    }
}
