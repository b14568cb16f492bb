package io.bitchat.kit.page;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriBuilder;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Where a list goes on that did not end with its page: {@code Link: <…>; rel="next"} (RFC 8288). */
public final class PageLink {
    /** Items that {@code offset} may pass over; beyond, a page is asked for by where the one before it ended. */
    public static final int MAX_OFFSET = 10_000;

    private final UriBuilder next;

    private PageLink(UriBuilder next) {
        this.next = next;
    }

    /** A page of this path. */
    public static PageLink to(String path) {
        return new PageLink(UriBuilder.fromPath("/api/bitchat" + path));
    }

    /** With a parameter, unless it has no value. */
    public PageLink with(String name, @Nullable Object value) {
        if (value != null) next.queryParam(name, value);
        return this;
    }

    /** The page, and this link. */
    public <T> RestResponse<T> after(T page) {
        return RestResponse.ResponseBuilder.ok(page)
                .header(HttpHeaders.LINK, "<" + next.build() + ">; rel=\"next\"")
                .build();
    }
}
