package io.bitchat.groups.group;

import io.bitchat.groups.Role;
import io.bitchat.groups.state.Group;
import io.bitchat.kit.auth.Access.Caller;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.time.Ids;
import io.bitchat.kit.trace.RequestTrace;
import io.bitchat.kit.trace.TraceContext;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Builds groups from requests, or rejects invalid requests. */
@ApplicationScoped
class NewGroups {
    private static final String PREFIX = "group_";
    /** 96 random bits, so that ids cannot be guessed. */
    private static final int ID_BYTES = 12;

    private final GroupsConfig config;
    private final CreationLimit limit;
    private final Ids ids;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    NewGroups(GroupsConfig config, CreationLimit limit, Ids ids, InstantSource clock) {
        this.config = config;
        this.limit = limit;
        this.ids = ids;
        this.clock = clock;
    }

    /** Builds the group, and charges it to the caller's limit. */
    NewGroup from(Asked asked, CreateGroupRequest request, @Nullable String key) {
        var group = from(request, key, RequestTrace.of(asked.http()));
        limit.charge(asked.caller(), asked.http().request(), group);
        return group;
    }

    /** The caller and its HTTP request. */
    record Asked(Caller caller, RoutingContext http) {}

    private NewGroup from(CreateGroupRequest request, @Nullable String key, TraceContext trace) {
        var members = membersOf(request);
        if (members.size() - 1 > config.maxMembers()) {
            throw Problem.invalid("initial_members", "must be at most " + config.maxMembers());
        }
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var group = new Group(
                ids.next(),
                randomId(),
                request.name(),
                request.description(),
                request.createdBy(),
                now,
                true,
                members.size(),
                0,
                now,
                1);
        return new NewGroup(group, members, key, trace);
    }

    private static SortedMap<String, Role> membersOf(CreateGroupRequest request) {
        var members = new TreeMap<String, Role>();
        var named = request.initialMembers() == null ? List.<String>of() : request.initialMembers();
        named.forEach(peerId -> members.put(peerId, Role.MEMBER));
        members.put(request.createdBy(), Role.ADMIN);
        return members;
    }

    private String randomId() {
        var bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return PREFIX + HexFormat.of().formatHex(bytes);
    }
}
