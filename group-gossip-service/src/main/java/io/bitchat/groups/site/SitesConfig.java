package io.bitchat.groups.site;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Other installations (sites) that groups are shared with. */
@ConfigMapping(prefix = "bitchat.sites")
public interface SitesConfig {
    /** Name of this installation, as other sites see it. */
    @WithDefault("local")
    @Pattern(regexp = KnownSite.NAME)
    String name();

    /**
     * Address {@code host:port} on which this site accepts links from other sites. Without it, sharing with sites is
     * off.
     */
    Optional<String> listen();

    /**
     * The other sites, each {@code name=host:port/identity}, comma-separated; {@code GET /api/bitchat/sites} at a site
     * returns its identity. A site without {@code host:port} is not dialed, it must dial this one. A site with several
     * replicas is listed once for each, under one name.
     */
    Optional<List<String>> peers();

    /**
     * File with the private keys of this site, created at the first start; all replicas of the site need the same file.
     */
    Path keyFile();

    /**
     * Work that another site may cause per second, in the units of docs/protocols/sites.md, section 6; a message costs
     * five. Links of a site that exceeds it are not read for a while.
     */
    @WithDefault("3000")
    @Min(100)
    @Max(1_000_000)
    int share();
}
