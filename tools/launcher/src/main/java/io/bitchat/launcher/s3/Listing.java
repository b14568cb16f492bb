package io.bitchat.launcher.s3;

import static io.bitchat.launcher.s3.Check.answer;

import io.bitchat.s3.S3Bucket;
import io.bitchat.s3.S3Error;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All keys with one prefix, in the order of the listing. */
record Listing(List<String> keys, int pages) {
    /** More pages than any check creates. */
    private static final int MAX_PAGES = 10_000;

    static Listing of(S3Bucket bucket, String prefix) throws S3Error {
        List<String> keys = new ArrayList<>();
        @Nullable String from = null;
        for (int pages = 1; pages <= MAX_PAGES; pages++) {
            S3Bucket.Page page = answer(bucket.list(prefix, from));
            keys.addAll(page.keys());
            from = page.next();
            if (from == null) return new Listing(List.copyOf(keys), pages);
        }
        throw S3Error.permanent("the list does not end");
    }
}
