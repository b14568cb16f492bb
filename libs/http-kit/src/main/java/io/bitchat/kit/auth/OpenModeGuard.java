package io.bitchat.kit.auth;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses to start a service that trusts every caller on an address that other machines can reach. */
@ApplicationScoped
class OpenModeGuard {
    private final AuthConfig config;
    private final String bind;

    OpenModeGuard(AuthConfig config, @ConfigProperty(name = "quarkus.http.host") String bind) {
        this.config = config;
        this.bind = bind;
    }

    void check(@Observes StartupEvent startup) throws UnknownHostException {
        if (config.mode() == AuthConfig.Mode.REQUIRED || config.openForced()) return;
        if (InetAddress.getByName(bind).isLoopbackAddress()) return;
        throw new IllegalStateException("bitchat.auth.mode=" + config.mode() + " trusts every caller, and " + bind
                + " can be reached from other machines: set bitchat.auth.mode=required,"
                + " bind to 127.0.0.1, or set bitchat.auth.open-forced=true");
    }
}
