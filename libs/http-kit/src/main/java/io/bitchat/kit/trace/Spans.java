package io.bitchat.kit.trace;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Sends spans to an OpenTelemetry collector: one for each request, and one for each event published or applied. A span
 * belongs to the trace that the {@code traceparent} of the request or the event names. Without an endpoint it does
 * nothing. Spans wait in a bounded queue; those that do not fit are dropped.
 */
@ApplicationScoped
public class Spans {
    private static final int MAX_WAITING = 4_096;

    private final @Nullable SdkTracerProvider provider;
    private final @Nullable Tracer tracer;
    private final GivenIds ids = new GivenIds();

    Spans(TraceConfig config, @ConfigProperty(name = "quarkus.application.name") String service) {
        provider = config.endpoint()
                .map(endpoint -> SdkTracerProvider.builder()
                        .setIdGenerator(ids)
                        .setResource(Resource.getDefault()
                                .merge(Resource.create(Attributes.builder()
                                        .put("service.name", service)
                                        .build())))
                        .addSpanProcessor(BatchSpanProcessor.builder(OtlpHttpSpanExporter.builder()
                                        .setEndpoint(endpoint.toString())
                                        .build())
                                .setScheduleDelay(config.delay())
                                .setMaxQueueSize(MAX_WAITING)
                                .build())
                        .build())
                .orElse(null);
        tracer = provider == null ? null : provider.get("io.bitchat.kit");
    }

    /** Whether spans are collected; if not, callers need not prepare arguments. */
    public boolean areWanted() {
        return tracer != null;
    }

    /** Records the span of an answered request; {@code trace} contains its id. */
    void request(TraceContext trace, Instant start, String method, String path, int status) {
        if (tracer == null || !trace.isSampled()) return;
        var builder = tracer.spanBuilder(method).setSpanKind(SpanKind.SERVER).setStartTimestamp(start);
        if (trace.callerId() == null) builder.setNoParent();
        else builder.setParent(remote(trace.traceId(), trace.callerId()));
        var span = ids.with(trace, builder::startSpan);
        span.setAttribute("http.request.method", method);
        span.setAttribute("url.path", path);
        span.setAttribute("http.response.status_code", status);
        if (status >= 500) span.setStatus(StatusCode.ERROR);
        span.end();
    }

    /** Records that Kafka has acknowledged an event; {@code traceparent} is the event's header. */
    public void published(@Nullable String traceparent, String topic, Instant start) {
        event(traceparent, SpanKind.PRODUCER, "publish " + topic, start);
    }

    /** Records that an event was applied. */
    public void applied(@Nullable String traceparent, String topic, Instant start) {
        event(traceparent, SpanKind.CONSUMER, "process " + topic, start);
    }

    private void event(@Nullable String traceparent, SpanKind kind, String name, Instant start) {
        if (tracer == null || traceparent == null) return;
        var trace = TraceContext.continueOrStart(traceparent);
        if (trace.callerId() == null || !trace.isSampled()) return;
        Span span = tracer.spanBuilder(name)
                .setSpanKind(kind)
                .setStartTimestamp(start)
                .setParent(remote(trace.traceId(), trace.callerId()))
                .startSpan();
        span.setAttribute("messaging.system", "kafka");
        span.end();
    }

    void stop(@Observes ShutdownEvent shutdown) {
        if (provider != null) provider.shutdown().join(2, TimeUnit.SECONDS);
    }

    private static Context remote(String traceId, String spanId) {
        var parent =
                SpanContext.createFromRemoteParent(traceId, spanId, TraceFlags.getSampled(), TraceState.getDefault());
        return Context.root().with(Span.wrap(parent));
    }

    /**
     * Supplies the ids of a request to its span: they were chosen at its start, and are already in headers and events.
     */
    private static final class GivenIds implements IdGenerator {
        private final IdGenerator random = IdGenerator.random();
        private final ThreadLocal<@Nullable TraceContext> given = new ThreadLocal<>();

        Span with(TraceContext trace, java.util.function.Supplier<Span> start) {
            given.set(trace);
            try {
                return start.get();
            } finally {
                given.remove();
            }
        }

        @Override
        public String generateSpanId() {
            var trace = given.get();
            return trace == null ? random.generateSpanId() : trace.parentId();
        }

        @Override
        public String generateTraceId() {
            var trace = given.get();
            return trace == null ? random.generateTraceId() : trace.traceId();
        }
    }
}
