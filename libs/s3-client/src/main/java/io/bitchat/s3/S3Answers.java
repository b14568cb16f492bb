package io.bitchat.s3;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * Inspects each response of an S3 server before the client does. A status that is clear by itself becomes an
 * {@link S3Error}, and at most 64 KiB of an error body are read, whatever the server sends.
 */
final class S3Answers implements Interceptor {
    private static final long EXPLANATION_BYTES = 1 << 16;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;
    private static final int INSUFFICIENT_STORAGE = 507;

    @Override
    public Response intercept(Chain chain) throws IOException {
        var answer = chain.proceed(chain.request());
        if (answer.isSuccessful()) return answer;
        int status = answer.code();
        if (status == REQUEST_TIMEOUT || status == TOO_MANY_REQUESTS || status >= SERVER_ERROR) {
            answer.close();
            throw status == INSUFFICIENT_STORAGE ? S3Error.full("it answers 507") : S3Error.retryable(status);
        }
        return shortened(answer);
    }

    private static Response shortened(Response answer) throws IOException {
        try (answer) {
            ResponseBody explanation = answer.peekBody(EXPLANATION_BYTES);
            return answer.newBuilder().body(explanation).build();
        }
    }
}
