package io.bitchat.kit.text;

import io.bitchat.kit.problem.Problem;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Rejects a body that is not valid UTF-8 (RFC 3629). The JSON parser is lenient: it reads {@code C0 AF} as a slash, so
 * a check for slashes would see other text than what is stored.
 */
@Provider
public class StrictUtf8 implements ReaderInterceptor {
    @Override
    public Object aroundReadFrom(ReaderInterceptorContext body) throws IOException, WebApplicationException {
        var bytes = body.getInputStream().readAllBytes();
        if (isText(body.getMediaType()) && !isUtf8(bytes)) {
            throw Problem.of(400, "malformed_text", "the body is not UTF-8");
        }
        body.setInputStream(new ByteArrayInputStream(bytes));
        return body.proceed();
    }

    /** Whether the bytes are valid UTF-8: no overlong forms, no surrogates, no truncated sequence. */
    public static boolean isUtf8(byte[] bytes) {
        try {
            var _ = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException _) {
            return false;
        }
    }

    private static boolean isText(MediaType type) {
        return !MediaType.APPLICATION_OCTET_STREAM_TYPE.isCompatible(type) || type.isWildcardType();
    }
}
