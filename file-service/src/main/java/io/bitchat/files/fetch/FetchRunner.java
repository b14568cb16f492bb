package io.bitchat.files.fetch;

import io.bitchat.files.fetch.FetchTable.End;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs queued fetches, each on one replica. The replica that claims a fetch holds a lease and renews it while the fetch
 * runs. If a replica dies, another one, or the same one after a restart, claims its fetches and continues with the
 * missing chunks.
 */
@ApplicationScoped
class FetchRunner {
    private final FetchConfig config;
    private final FetchTable table;
    private final FetchDownload downloads;
    private final FetchEnd end;
    private final InstantSource clock;
    private final UUID owner = UUID.randomUUID();
    private final Map<String, FetchJob> jobs = new ConcurrentHashMap<>();

    FetchRunner(FetchConfig config, FetchTable table, FetchDownload downloads, FetchEnd end, InstantSource clock) {
        this.config = config;
        this.table = table;
        this.downloads = downloads;
        this.end = end;
        this.clock = clock;
    }

    void measure(@Observes StartupEvent startup, MeterRegistry metrics) {
        metrics.gauge("bitchat.files.fetch.in_flight", jobs, running -> running.values().stream()
                .mapToInt(FetchJob::inFlight)
                .sum());
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> run() {
        return renew().chain(this::claim)
                .onFailure()
                .invoke(failure -> Log.warnf("fetch run failed, retrying cause=%s", failure))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> renew() {
        return Multi.createFrom()
                .iterable(List.copyOf(jobs.values()))
                .onItem()
                .transformToUniAndConcatenate(this::renew)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> renew(FetchJob job) {
        var until = clock.instant().plus(config.lease());
        return table.renew(job.fileId(), owner, until, job.report()).chain(urls -> {
            if (urls.isEmpty()) {
                job.lose();
                return Uni.createFrom().voidItem();
            }
            return downloads.addSources(job, urls.get());
        });
    }

    private Uni<Void> claim() {
        if (jobs.size() >= config.running()) return Uni.createFrom().voidItem();
        var now = clock.instant();
        return table.claim(owner, now, now.plus(config.lease()), config.running())
                .invoke(claimed -> claimed.forEach(this::begin))
                .replaceWithVoid();
    }

    private void begin(Fetch fetch) {
        var job = new FetchJob(fetch.fileId());
        jobs.put(fetch.fileId(), job);
        downloads
                .run(fetch, job)
                .map(outcome -> end.of(fetch, outcome))
                .onFailure()
                .recoverWithItem(failure -> end.of(fetch, failure))
                .chain(how -> finish(fetch, job, how))
                .eventually(() -> jobs.remove(fetch.fileId(), job))
                .subscribe()
                .with(_ -> {}, failure -> Log.warnf("fetch not ended file=%s cause=%s", fetch.fileId(), failure));
    }

    private Uni<Void> finish(Fetch fetch, FetchJob job, FetchEnd.How how) {
        if (job.isLost()) return Uni.createFrom().voidItem();
        var row = new End(how.state(), how.reason(), job.report(), how.again(), how.at());
        return end.announce(fetch, how, job.sources()).chain(() -> table.end(fetch.fileId(), owner, row));
    }

    /** Stops a fetch that runs on this replica; other replicas notice it in the row. */
    void stop(String fileId) {
        var job = jobs.get(fileId);
        if (job != null) job.lose();
    }

    @PreDestroy
    void close() {
        jobs.values().forEach(FetchJob::lose);
    }
}
