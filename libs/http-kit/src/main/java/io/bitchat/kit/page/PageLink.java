package io.bitchat.kit.page;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriBuilder;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Link to the next page of a list: {@code Link: <…>; rel="next"} (RFC 8288). */
public final class PageLink {
    /** Maximum {@code offset}; beyond it, a page must be requested by the end of the previous one. */
    public static final int MAX_OFFSET = 10_000;

    private final UriBuilder next;

    private PageLink(UriBuilder next) {
        this.next = next;
    }

    /** Link to a page of this path. */
    public static PageLink to(String path) {
        return new PageLink(UriBuilder.fromPath("/api/bitchat" + path));
    }

    /** Adds a query parameter, unless its value is null. */
    public PageLink with(String name, @Nullable Object value) {
        if (value != null) next.queryParam(name, value);
        return this;
    }

    /** Response with the page and this link. */
    public <T> RestResponse<T> after(T page) {
        return RestResponse.ResponseBuilder.ok(page)
                .header(HttpHeaders.LINK, "<" + next.build() + ">; rel=\"next\"")
                .build();
    }
}
