package io.bitchat.files.inspect;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MediaTypeRegistry;
import org.apache.tika.mime.MimeTypeException;
import org.apache.tika.mime.MimeTypes;
import org.jspecify.annotations.Nullable;

/**
 * Whether the first bytes of a file can be of the type that it was offered as. It is a check for errors and for coarse
 * deceit; what has no known beginning passes.
 */
@ApplicationScoped
public class ContentCheck {
    /** Number of first bytes that suffice; with fewer, less is detected. */
    public static final int FIRST_BYTES = 64 << 10;

    /** The beginning of anything may look like text. */
    private static final int SHORT = 16;

    private static final MediaType TEXT = MediaType.TEXT_PLAIN;
    private static final MediaType UNKNOWN = MediaType.OCTET_STREAM;
    private static final MediaType OFFICE_ARCHIVE = MediaType.application("x-tika-ooxml");
    private static final MediaType OLD_OFFICE = MediaType.application("x-tika-msoffice");

    private final MediaTypes types;

    ContentCheck(MediaTypes types) {
        this.types = types;
    }

    /**
     * Compares the first bytes with the declared type, and them and the file's name with the denied types.
     *
     * @return the type that was found instead; empty if the declared type is possible
     */
    public Optional<String> mismatch(String declaredType, String filename, byte[] firstBytes) {
        var found = detect(new ByteArrayInputStream(firstBytes), new Metadata());
        if (types.isDenied(found)) return Optional.of(name(found));
        var named = detect(null, named(filename));
        if (types.isDenied(named)) return Optional.of(name(named));
        var declared = MediaType.parse(declaredType);
        if (declared == null || (found.equals(TEXT) && firstBytes.length < SHORT)) return Optional.empty();
        if (isPossible(registry().normalize(declared.getBaseType()), base(found))) return Optional.empty();
        return Optional.of(name(found));
    }

    private static boolean isPossible(MediaType declared, MediaType found) {
        if (declared.equals(UNKNOWN) || found.equals(UNKNOWN)) return true;
        if (!registry().getTypes().contains(declared)) return true;
        if (isText(declared) && isText(found)) return true;
        // nothing but text is found where no byte says otherwise, so only types with known first bytes are refuted
        if (found.equals(TEXT)) return !hasKnownBeginning(declared);
        // an office document with a password is no archive, but has the first bytes of the older formats
        if (found.equals(OLD_OFFICE) && registry().isInstanceOf(declared, OFFICE_ARCHIVE)) return true;
        return root(declared).equals(root(found));
    }

    /**
     * The most general type that a type is a case of: documents of office programs are archives, and a file with audio
     * may have the first bytes of one with video.
     */
    private static MediaType root(MediaType type) {
        var root = type;
        var above = registry().getSupertype(root);
        while (above != null && !above.equals(UNKNOWN) && !above.equals(TEXT)) {
            root = above;
            above = registry().getSupertype(root);
        }
        return root;
    }

    private static boolean isText(MediaType type) {
        return type.getType().equals("text") || registry().isInstanceOf(type, TEXT);
    }

    /** Whether the registry knows how files of this type, or of a more general one, begin. */
    private static boolean hasKnownBeginning(MediaType type) {
        for (var each = type;
                each != null && !each.equals(UNKNOWN);
                each = registry().getSupertype(each)) {
            if (hasMagic(each)) return true;
        }
        return false;
    }

    private static boolean hasMagic(MediaType type) {
        try {
            return MimeTypes.getDefaultMimeTypes().forName(type.toString()).hasMagic();
        } catch (MimeTypeException _) {
            return false;
        }
    }

    private static MediaType detect(@Nullable ByteArrayInputStream bytes, Metadata hints) {
        try {
            return MimeTypes.getDefaultMimeTypes().detect(bytes, hints);
        } catch (IOException e) {
            throw new UncheckedIOException("an array cannot fail", e);
        }
    }

    private static Metadata named(String filename) {
        var hints = new Metadata();
        hints.set(TikaCoreProperties.RESOURCE_NAME_KEY, filename);
        return hints;
    }

    private static MediaType base(MediaType type) {
        return registry().normalize(type.getBaseType());
    }

    private static String name(MediaType type) {
        return type.getBaseType().toString();
    }

    private static MediaTypeRegistry registry() {
        return MimeTypes.getDefaultMimeTypes().getMediaTypeRegistry();
    }
}
