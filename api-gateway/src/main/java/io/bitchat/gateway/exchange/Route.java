package io.bitchat.gateway.exchange;

import org.jspecify.annotations.Nullable;

/** The target of a normalised path. Labels bound the number of metric series, whatever paths clients request. */
public enum Route {
    PEERS("peers", Service.PEER),
    AUTH("auth", Service.PEER),
    JWKS("jwks", Service.PEER),
    SEND("messages_send", Service.MESSAGE),
    MESSAGES("messages", Service.MESSAGE),
    STATS("stats", Service.MESSAGE),
    GROUPS("groups", Service.GROUP),
    GROUP_MESSAGES("group_messages", Service.GROUP),
    SITES("sites", Service.GROUP),
    FILES("files", Service.FILE),
    FILE_CHUNKS("file_chunks", Service.FILE),
    FILE_TUS("file_tus", Service.FILE),
    ROOMS("rooms", Service.FILE),
    ROOM_CHUNKS("room_chunks", Service.FILE),
    TRANSPORTS("transports", Service.TRANSPORT),
    SOCKET("ws", Service.MESSAGE),
    UPLINK("transport_uplink", Service.TRANSPORT),
    LANDING("landing", null),
    OPENAPI("openapi", null),
    DOCS("docs", null),
    HEALTH("health", null),
    LIVE("health_live", null),
    METRICS("metrics", null),
    UNKNOWN("unknown", null);

    private static final String API = "/api/bitchat/";

    private final String label;
    private final @Nullable Service service;

    Route(String label, @Nullable Service service) {
        this.label = label;
        this.service = service;
    }

    public String label() {
        return label;
    }

    /** The service that answers, or null if the gateway answers itself. */
    @Nullable
    public Service service() {
        return service;
    }

    /** Returns true if request bodies are streamed to the service; all others are buffered first. */
    public boolean isStreamed() {
        return this == FILE_CHUNKS || this == FILE_TUS || this == ROOM_CHUNKS;
    }

    /** Returns true if only a WebSocket is accepted. */
    public boolean isSocket() {
        return this == SOCKET || this == UPLINK;
    }

    /** Finds the route of a path that {@link RequestPath} has normalised. */
    public static Route of(String path) {
        return path.startsWith(API) ? api(path, API.length()) : own(path);
    }

    private static Route api(String path, int from) {
        int slash = path.indexOf('/', from);
        boolean whole = slash < 0;
        String head = whole ? path.substring(from) : path.substring(from, slash);
        return switch (head) {
            case "peers" -> PEERS;
            case "auth" -> AUTH;
            case "messages" -> whole ? MESSAGES : messages(path, slash + 1);
            case "stats" -> whole ? STATS : UNKNOWN;
            case "sites" -> whole ? SITES : UNKNOWN;
            case "transports" -> TRANSPORTS;
            case "transport" -> isUplink(path, slash) ? UPLINK : TRANSPORTS;
            case "ws" -> isOneSegment(path, slash) ? SOCKET : UNKNOWN;
            case "files" -> files(path, slash);
            case "rooms" -> isRoomChunk(path, slash) ? ROOM_CHUNKS : ROOMS;
            case "file-transfers" -> whole ? ROOMS : UNKNOWN;
            case "groups" -> isGroupMessages(path, slash) ? GROUP_MESSAGES : GROUPS;
            default -> UNKNOWN;
        };
    }

    /** Sends to groups go to the group service, even under a path that begins with messages. */
    private static Route messages(String path, int from) {
        if (path.substring(from).equals("group")) return GROUP_MESSAGES;
        return path.startsWith("send", from) ? SEND : MESSAGES;
    }

    private static Route files(String path, int slash) {
        if (isChunk(path, slash)) return FILE_CHUNKS;
        return isTus(path, slash) ? FILE_TUS : FILES;
    }

    private static boolean isOneSegment(String path, int slash) {
        return slash > 0 && slash + 1 < path.length() && path.indexOf('/', slash + 1) < 0;
    }

    /** The socket of an edge node: {@code transport/uplink/<node>}. */
    private static boolean isUplink(String path, int slash) {
        int next = slash < 0 ? -1 : path.indexOf('/', slash + 1);
        return path.startsWith("uplink", slash + 1) && next == slash + 7 && isOneSegment(path, next);
    }

    private static boolean isGroupMessages(String path, int slash) {
        int next = slash < 0 ? -1 : path.indexOf('/', slash + 1);
        return next > slash + 1 && path.substring(next).equals("/messages");
    }

    /** A chunk of a file, which has a larger body limit. */
    private static boolean isChunk(String path, int slash) {
        int next = slash < 0 ? -1 : path.indexOf('/', slash + 1);
        return next > slash + 1 && path.startsWith("/chunks/", next) && path.indexOf('/', next + 8) < 0;
    }

    /** Chunks of a transfer in a room: {@code rooms/<room>/file-transfer/<transfer>/chunks}, with or without an index. */
    private static boolean isRoomChunk(String path, int slash) {
        int room = slash < 0 ? -1 : path.indexOf('/', slash + 1);
        if (room <= slash + 1 || !path.startsWith("/file-transfer/", room)) return false;
        int transfer = path.indexOf('/', room + 15);
        if (transfer <= room + 15 || !path.startsWith("/chunks", transfer)) return false;
        int end = transfer + 7;
        return end == path.length() || isOneSegment(path, end) && path.charAt(end) == '/';
    }

    /** A tus upload, whose body may be as long as a file; the service enforces the length. */
    private static boolean isTus(String path, int slash) {
        if (slash < 0 || !path.startsWith("tus", slash + 1)) return false;
        int end = slash + 4;
        return end == path.length() || isOneSegment(path, end) && path.charAt(end) == '/';
    }

    private static Route own(String path) {
        return switch (path) {
            case "/" -> LANDING;
            case "/openapi" -> OPENAPI;
            case "/docs" -> DOCS;
            case "/q/health", "/q/health/ready" -> HEALTH;
            case "/q/health/live" -> LIVE;
            case "/metrics" -> METRICS;
            case "/.well-known/jwks.json" -> JWKS;
            default -> path.startsWith("/docs/") ? DOCS : UNKNOWN;
        };
    }
}
