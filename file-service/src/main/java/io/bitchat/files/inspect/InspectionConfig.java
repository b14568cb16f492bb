package io.bitchat.files.inspect;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Which files may be transferred in rooms. */
@ConfigMapping(prefix = "bitchat.transfers")
public interface InspectionConfig {
    /**
     * Media types that may be offered, separated by commas; {@code image/*} means all images. Case and parameters do
     * not matter. Empty means all that are not denied.
     */
    Optional<List<String>> allowedTypes();

    /**
     * Media types that may not be offered, whatever is allowed. The default are files that Windows runs when they are
     * opened: programs, installers, scripts and shortcuts. A file whose first bytes or name are of a denied type is
     * refused too, whatever type it was offered as.
     */
    @WithDefault("application/x-msdownload,application/x-dosexec,application/x-ms-installer,application/x-msi,"
            + "application/x-bat,application/hta,application/x-ms-shortcut,text/x-vbscript")
    Optional<List<String>> deniedTypes();

    /**
     * Scanner for malware, as {@code host:port} of a clamd. Each file is scanned before its last chunk is delivered.
     * Empty means that nothing is scanned; if the scanner does not answer, transfers fail.
     */
    Optional<String> scanner();

    /** Time without progress after which a scan fails. */
    @WithDefault("60s")
    Duration scannerTimeout();
}
