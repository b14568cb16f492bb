package io.bitchat.groups.site;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Other installations that groups are shared with. */
@ConfigMapping(prefix = "bitchat.sites")
public interface SitesConfig {
    /** What this installation is called by others. */
    @WithDefault("local")
    @Pattern(regexp = KnownSite.NAME)
    String name();

    /** {@code host:port} where other sites reach this one; without it there are no sites, and nothing listens. */
    Optional<String> listen();

    /**
     * The others, each {@code name=host:port/identity}, comma-separated; {@code GET /api/bitchat/sites} there tells the
     * identity. Without {@code host:port} a site is waited for and not dialed. One with several replicas is listed once for
     * each, under one name.
     */
    Optional<List<String>> peers();

    /** The private keys of this site, made at the first start; all of its replicas need the same. */
    Path keyFile();

    /**
     * What another site may ask of this one per second, in the units of docs/protocols/sites.md, section 6; a message
     * takes five. Links of a site that asks for more are not read for a while.
     */
    @WithDefault("3000")
    @Min(100)
    @Max(1_000_000)
    int share();
}
