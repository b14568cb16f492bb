package io.bitchat.peers.identity;

import io.bitchat.peers.keys.SigningKey;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

@Cancellable(false)
@Path("/.well-known/jwks.json")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Identity")
public class JwksResource {
    private final SigningKey signingKey;

    JwksResource(SigningKey signingKey) {
        this.signingKey = signingKey;
    }

    @GET
    @Operation(summary = "The keys that tokens are verified with (RFC 7517)")
    public Map<String, List<Map<String, Object>>> keys() {
        return Map.of("keys", List.of(signingKey.publicJwk()));
    }
}
