package io.bitchat.groups.federation;

import io.bitchat.groups.federation.actor.Nodes;
import io.bitchat.groups.federation.invitation.SharingResource.GroupSite;
import io.bitchat.groups.site.KnownSite;
import io.bitchat.groups.site.KnownSites;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** The sites of groups, as clients see them. */
@ApplicationScoped
public class SharedSites {
    private final KnownSites sites;
    private final SiteTable table;
    private final Nodes nodes;

    SharedSites(KnownSites sites, SiteTable table, Nodes nodes) {
        this.sites = sites;
        this.table = table;
        this.nodes = nodes;
    }

    public Optional<KnownSite> named(String name) {
        return sites.areEnabled() ? sites.named(name) : Optional.empty();
    }

    public Uni<List<GroupSite>> of(String groupId) {
        return table.of(groupId).map(rows -> rows.stream().map(this::site).toList());
    }

    private GroupSite site(SiteTable.SharedWith site) {
        return new GroupSite(site.name(), site.identity(), state(site), site.refused());
    }

    private String state(SiteTable.SharedWith site) {
        if (sites.areEnabled() && site.id().equals(nodes.self())) return "here";
        if (site.refused() != null) return "refused";
        return site.answered() ? "joined" : "invited";
    }
}
