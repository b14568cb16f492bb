package io.bitchat.files.inspect;

import io.bitchat.kit.problem.Problem;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MimeTypes;

/** Which media types may be offered. A type has several names; it is known by each of them. */
@ApplicationScoped
public class MediaTypes {
    private static final int UNSUPPORTED = 415;

    private final TypePatterns allowed;
    private final TypePatterns denied;

    MediaTypes(InspectionConfig config) {
        allowed = TypePatterns.of(
                "bitchat.transfers.allowed-types", config.allowedTypes().orElse(List.of()));
        denied = TypePatterns.of(
                "bitchat.transfers.denied-types", config.deniedTypes().orElse(List.of()));
    }

    /** Reports a wrong configuration at startup. The registry takes a moment to be read, which delays nothing here. */
    void begin(@Observes StartupEvent start) {
        Thread.ofVirtual().name("media-types").start(MimeTypes::getDefaultMimeTypes);
    }

    /** Why a type may not be offered: 415 with the code {@code media_type_refused}. Empty if it may. */
    public Optional<Problem> refusal(String declared) {
        var type = MediaType.parse(declared);
        if (type == null) return Optional.of(refused("'" + declared + "' is no media type"));
        if (isDenied(type) || !isAllowed(type))
            return Optional.of(refused("files of type " + type.getBaseType() + " are not accepted here"));
        return Optional.empty();
    }

    private static Problem refused(String detail) {
        return Problem.of(UNSUPPORTED, "media_type_refused", detail);
    }

    boolean isDenied(MediaType type) {
        return names(type).stream().anyMatch(denied::contains);
    }

    private boolean isAllowed(MediaType type) {
        return allowed.isEmpty() || names(type).stream().anyMatch(allowed::contains);
    }

    /** The type as it is given, the registered name, and all other names of it. */
    private static List<MediaType> names(MediaType type) {
        var registry = MimeTypes.getDefaultMimeTypes().getMediaTypeRegistry();
        var base = type.getBaseType();
        var registered = registry.normalize(base);
        var names = new ArrayList<>(registry.getAliases(registered));
        names.add(base);
        names.add(registered);
        return names;
    }
}
