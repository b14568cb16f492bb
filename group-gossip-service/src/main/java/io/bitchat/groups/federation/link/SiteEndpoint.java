package io.bitchat.groups.federation.link;

import io.bitchat.groups.site.KnownSite;
import io.bitchat.groups.site.KnownSites;
import io.bitchat.groups.site.SiteKeys;
import io.bitchat.groups.site.SitesConfig;
import io.bitchat.link.LinkConfig;
import io.bitchat.link.LinkDialer;
import io.bitchat.link.LinkEndpoint;
import io.bitchat.link.LinkIdentity;
import io.bitchat.link.LinkServer;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Listens for other sites and dials them while this service runs. */
@ApplicationScoped
public class SiteEndpoint {
    private static final Pattern ADDRESS = Pattern.compile("(.+):([0-9]{1,5})");
    private static final int START_SECONDS = 10;
    /** The limits fit an invitation, which names all members of a group. */
    private static final LinkConfig LINKS = LinkConfig.defaults()
            .withOutboundQueueBytes(16 << 20)
            .withMaxFrameBytes(2 << 20)
            .withIdle(Duration.ofSeconds(15))
            .withRedial(Duration.ofMillis(200), Duration.ofSeconds(5));

    private final SitesConfig config;
    private final KnownSites sites;
    private final SiteKeys keys;
    private final SiteLinks links;
    private final Vertx vertx;
    private final List<LinkDialer> dialers = new ArrayList<>();
    private @Nullable LinkServer server;

    SiteEndpoint(SitesConfig config, KnownSites sites, SiteKeys keys, SiteLinks links, Vertx vertx) {
        this.config = config;
        this.sites = sites;
        this.keys = keys;
        this.links = links;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent startup) throws Exception {
        if (config.listen().isEmpty()) return;
        var match = ADDRESS.matcher(config.listen().get());
        if (!match.matches()) throw new IllegalArgumentException("bitchat.sites.listen must be host:port");
        var endpoint = new LinkEndpoint(
                vertx, new LinkIdentity(keys.link()), key -> sites.of(key).isPresent(), LINKS, new SecureRandom());
        server = endpoint.listen(match.group(1), Integer.parseInt(match.group(2)), links)
                .toCompletionStage()
                .toCompletableFuture()
                .get(START_SECONDS, TimeUnit.SECONDS);
        Log.infof(
                "listening for sites name=%s address=%s",
                config.name(), config.listen().get());
        sites.all().forEach(site -> site.addresses().forEach(address -> dial(endpoint, site, address)));
    }

    private void dial(LinkEndpoint endpoint, KnownSite site, SocketAddress address) {
        dialers.add(endpoint.dial(address, site.identity().link(), links));
    }

    void stop(@Observes ShutdownEvent shutdown) {
        dialers.forEach(LinkDialer::close);
        if (server != null) server.close();
    }

    /** The port it listens on, also if the system chose it; 0 if it does not listen. */
    public int port() {
        return server == null ? 0 : server.port();
    }
}
