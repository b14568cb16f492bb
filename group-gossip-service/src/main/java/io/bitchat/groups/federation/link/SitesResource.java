package io.bitchat.groups.federation.link;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bitchat.groups.site.KnownSite;
import io.bitchat.groups.site.KnownSites;
import io.bitchat.groups.site.SiteKeys;
import io.bitchat.groups.site.SitesConfig;
import io.bitchat.kit.auth.Access;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

@Cancellable(false)
@Path("/api/bitchat/sites")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Sites", description = "Other installations that groups are shared with.")
public class SitesResource {
    private static final double MICROS_PER_MILLI = 1_000;

    private final Access access;
    private final SitesConfig config;
    private final SiteKeys keys;
    private final KnownSites sites;
    private final SiteLinks links;

    SitesResource(Access access, SitesConfig config, SiteKeys keys, KnownSites sites, SiteLinks links) {
        this.access = access;
        this.config = config;
        this.keys = keys;
        this.sites = sites;
        this.links = links;
    }

    /**
     * This site and the sites it knows.
     *
     * @param enabled whether it accepts links from other sites
     * @param identity identity with which others are configured; null if links are off
     */
    @Schema(name = "SitesResponse")
    record Sites(String name, boolean enabled, @Nullable String identity, List<Site> sites) {}

    /**
     * A site as seen from here.
     *
     * @param linkedSince time when the oldest link opened; null without a link
     * @param roundTripMs round trip of the last ping, at most 5 s ago; null until known
     */
    @Schema(name = "SiteResponse")
    record Site(
            String name,
            String identity,
            boolean linked,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            Instant linkedSince,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            Double roundTripMs) {}

    @GET
    @Operation(summary = "This site, and the links to others")
    public Uni<Sites> get(@Context RoutingContext http) {
        return access.anyone(http.request()).map(_ -> {
            var identity = sites.areEnabled() ? keys.identity().text() : null;
            return new Sites(
                    config.name(),
                    sites.areEnabled(),
                    identity,
                    sites.all().stream().map(this::site).toList());
        });
    }

    private Site site(KnownSite site) {
        var open = links.table().first(site.id());
        return new Site(
                site.name(),
                site.identity().text(),
                open.isPresent(),
                open.map(link -> link.since().truncatedTo(ChronoUnit.MILLIS)).orElse(null),
                open.filter(link -> link.roundTrip() > 0)
                        .map(link -> link.roundTrip() / MICROS_PER_MILLI)
                        .orElse(null));
    }
}
