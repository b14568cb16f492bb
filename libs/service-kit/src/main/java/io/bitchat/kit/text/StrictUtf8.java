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
 * Refuses a body that is not UTF-8 as RFC 3629 has it. The JSON parser is lenient: it takes {@code C0 AF} for a slash, so that a
 * check for slashes would have looked at other text than what is stored.
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

    /** Whether the bytes are text in UTF-8: no overlong forms, no surrogates, nothing cut off. */
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
