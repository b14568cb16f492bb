package io.bitchat.s3;

import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Failure of an S3 server, in one line. Its kind decides how the request continues. */
public final class S3Error extends IOException {
    private static final long serialVersionUID = 1L;

    /** Error codes for a full bucket, account or disk. */
    private static final Set<String> FULL = Set.of(
            "XMinioStorageFull",
            "XMinioAdminBucketQuotaExceeded",
            "QuotaExceeded",
            "BucketQuotaExceeded",
            "ServiceQuotaExceeded",
            "InsufficientStorage",
            "InsufficientCapacity",
            "EntityTooLarge");

    private static final Set<String> MISSING = Set.of("NoSuchKey", "NoSuchObject");
    private static final Set<String> EXISTS = Set.of(
            "PreconditionFailed", "ConditionalRequestConflict", "BucketAlreadyOwnedByYou", "BucketAlreadyExists");
    private static final Set<String> DENIED =
            Set.of("AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "AuthorizationHeaderMalformed");
    private static final Set<String> RETRYABLE =
            Set.of("SlowDown", "RequestTimeout", "InternalError", "ServiceUnavailable", "OperationAborted");

    /** Kind of failure. */
    public enum Kind {
        /** There is no object with this key. */
        MISSING,
        /** The object or bucket exists already. */
        EXISTS,
        /** The bucket does not exist. */
        NO_BUCKET,
        /** There is no room. */
        FULL,
        /** The credentials are wrong, or lack the permission. */
        DENIED,
        /** A retry may succeed. */
        RETRYABLE,
        /** A retry fails until somebody changes something. */
        PERMANENT
    }

    private final Kind kind;

    private S3Error(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    static S3Error full(String message) {
        return new S3Error(Kind.FULL, message);
    }

    static S3Error retryable(int status) {
        return new S3Error(Kind.RETRYABLE, "it answers " + status);
    }

    static S3Error retryable(String message) {
        return new S3Error(Kind.RETRYABLE, message);
    }

    /** A failure that the caller has found itself. */
    public static S3Error permanent(String message) {
        return new S3Error(Kind.PERMANENT, message);
    }

    /** Converts a failure of the client. */
    public static S3Error of(Throwable failure) {
        return switch (failure) {
            case S3Error known -> known;
            case CompletionException wrapped when wrapped.getCause() != null -> of(wrapped.getCause());
            case ExecutionException wrapped when wrapped.getCause() != null -> of(wrapped.getCause());
            case ErrorResponseException answer -> ofAnswer(answer);
            // something responded, but it was no S3 server
            case MinioException other -> causeOf(other);
            case SSLException refused
            when isOfCertificate(refused) ->
                permanent("its certificate is not trusted: " + firstLine(String.valueOf(refused.getMessage())));
            case IOException broken -> retryable("the connection failed: " + broken);
            default -> permanent(failure.toString());
        };
    }

    private static boolean isOfCertificate(SSLException failure) {
        return failure instanceof SSLPeerUnverifiedException || failure.getCause() instanceof CertificateException;
    }

    private static S3Error causeOf(MinioException failure) {
        return failure.getCause() instanceof IOException broken
                ? of(broken)
                : permanent("its answer cannot be understood: " + firstLine(String.valueOf(failure.getMessage())));
    }

    private static S3Error ofAnswer(ErrorResponseException failure) {
        String code = String.valueOf(failure.errorResponse().code());
        return new S3Error(
                kindOf(code),
                code + ": " + firstLine(String.valueOf(failure.errorResponse().message())));
    }

    private static Kind kindOf(String code) {
        if (MISSING.contains(code)) return Kind.MISSING;
        if (code.equals("NoSuchBucket")) return Kind.NO_BUCKET;
        if (EXISTS.contains(code)) return Kind.EXISTS;
        if (FULL.contains(code)) return Kind.FULL;
        if (DENIED.contains(code)) return Kind.DENIED;
        return RETRYABLE.contains(code) ? Kind.RETRYABLE : Kind.PERMANENT;
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
