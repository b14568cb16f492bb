package io.bitchat.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.PrintStream;
import java.net.BindException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;

/** The main class: reads the environment, serves until SIGTERM, then drains. */
public final class ApiGateway {
    private static final Logger LOG;
    private static final int BAD_USAGE = 2;
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    static {
        if (System.getProperty("java.util.logging.SimpleFormatter.format") == null) {
            System.setProperty(
                    "java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL%1$tz %4$-7s %3$s %5$s%6$s%n");
        }
        LOG = Logger.getLogger(ApiGateway.class.getName());
    }

    private ApiGateway() {}

    /** Arguments: {@code --port N}, {@code --bind ADDRESS}; all other settings come from the environment. */
    public static void main(String[] args) {
        GatewayConfig config;
        try {
            config = GatewayConfig.from(System.getenv(), args);
        } catch (IllegalArgumentException e) {
            exit(System.err, BAD_USAGE, String.valueOf(e.getMessage()));
            return;
        }
        var vertx = Vertx.vertx(new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(config.eventLoops())
                .setMaxEventLoopExecuteTime(config.times().eventLoop().toNanos())
                .setWorkerPoolSize(2)
                .setInternalBlockingPoolSize(2));
        Gateway.start(vertx, config)
                .onSuccess(gateway -> {
                    Runtime.getRuntime()
                            .addShutdownHook(new Thread(
                                    () -> stop(gateway, config.times().shutdownDelay()), "drain"));
                    LOG.info(() -> "gateway listens address=%s port=%d native_transport=%s"
                            .formatted(config.bind(), gateway.port(), vertx.isNativeTransportEnabled()));
                })
                .onFailure(cause -> exit(System.err, 1, reason(config, cause)));
    }

    private static String reason(GatewayConfig config, Throwable cause) {
        String where = config.bind() + ":" + config.port();
        return cause instanceof BindException
                ? "cannot listen on " + where + " (" + cause.getMessage() + "); choose another with --port"
                : "cannot start on " + where + ": " + cause.getMessage();
    }

    private static void stop(Gateway gateway, Duration delay) {
        var done = new CountDownLatch(1);
        gateway.stop().onComplete(_ -> done.countDown());
        try {
            if (!done.await(delay.plus(STOP_LIMIT).toMillis(), TimeUnit.MILLISECONDS)) {
                System.err.println("gateway did not stop in time");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void exit(PrintStream out, int code, String message) {
        out.println("api-gateway: " + message);
        System.exit(code);
    }
}
