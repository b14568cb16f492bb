package io.bitchat.system.sites;

import static org.awaitility.Awaitility.await;

import io.bitchat.bench.hostile.PlayedSite;
import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.LinkProxy;
import io.bitchat.system.suite.Suite;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Three installations that trust each other, each with its own database and broker; started once for all tests of this
 * JVM. The links of the third to the others can be cut. The first has an address for a second replica, and the first
 * two accept a fourth site, which a test may play.
 */
public final class Sites {
    private static Sites running;

    private final Site a = new Site("a");
    private final Site secondOfA = a.otherReplica();
    private final Site b = new Site("b");
    private final Site c = new Site("c");
    private final PlayedSite played = PlayedSite.fresh("m");
    private final LinkProxy fromCToA = new LinkProxy(a.port());
    private final LinkProxy fromCToB = new LinkProxy(b.port());
    private final Suite atA;
    private final Suite atB;
    private final Suite atC;

    private Sites() {
        atA = a.start(b.peer(b.port()), c.peer(0), played.peer(0));
        atB = b.start(a.peer(a.port()), secondOfA.peer(secondOfA.port()), c.peer(0), played.peer(0));
        atC = c.start(a.peer(fromCToA.port()), b.peer(fromCToB.port()));
    }

    public static synchronized Sites shared() {
        if (running == null) running = new Sites();
        return running;
    }

    Site a() {
        return a;
    }

    /** The address where others expect a second replica of the first site. */
    Site secondOfA() {
        return secondOfA;
    }

    Site b() {
        return b;
    }

    /** The fourth site, which exists only if a test plays it. */
    PlayedSite played() {
        return played;
    }

    /** The first installation. */
    public Suite atA() {
        return atA;
    }

    Suite atB() {
        return atB;
    }

    Suite atC() {
        return atC;
    }

    /** Cuts the third site off from the others. */
    void cutOffC() {
        fromCToA.cut();
        fromCToB.cut();
    }

    void heal() {
        fromCToA.heal();
        fromCToB.heal();
    }

    /** Waits until an installation has links to these sites. */
    static void awaitLinks(Client at, Set<String> names) {
        await().atMost(Talk.PATIENCE).until(() -> linked(at).containsAll(names));
    }

    private static Set<String> linked(Client at) {
        return Talk.stream(at.get("/sites").body().path("sites"))
                .filter(site -> site.path("linked").asBoolean())
                .map(site -> site.path("name").asText())
                .collect(Collectors.toSet());
    }
}
