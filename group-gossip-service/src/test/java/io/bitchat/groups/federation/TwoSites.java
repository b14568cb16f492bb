package io.bitchat.groups.federation;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** The service as a site that knows one other site. */
public class TwoSites implements QuarkusTestProfile {
    public static final int FAR = 7;

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "bitchat.sites.name",
                "near",
                "bitchat.sites.listen",
                "127.0.0.1:0",
                "bitchat.sites.peers",
                FarSite.NAME + "=/" + FarSite.identity(FAR).text());
    }
}
