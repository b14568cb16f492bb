package io.bitchat.kit.problem;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.bitchat.kit.problem.Problem.FieldFault;
import io.bitchat.kit.trace.RequestTrace;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Comparator;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Maps every exception of a request to a problem document; the caller never sees a stack trace. */
class ProblemMappers {
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;

    private final AllowedMethods allowed;

    ProblemMappers(AllowedMethods allowed) {
        this.allowed = allowed;
    }

    @ServerExceptionMapper
    Response problem(Problem problem, RoutingContext request) {
        ProblemAnswers.log(problem, request);
        return problem.toResponse(RequestTrace.idOf(request));
    }

    @ServerExceptionMapper
    Response violation(ConstraintViolationException failure, RoutingContext request) {
        var faults = failure.getConstraintViolations().stream()
                .map(violation -> new FieldFault(fieldOf(violation), violation.getMessage()))
                .sorted(Comparator.comparing(FieldFault::field))
                .toList();
        return problem(faults.isEmpty() ? Problem.malformed("invalid request") : Problem.invalid(faults), request);
    }

    /**
     * A value of the wrong type is the client's mistake in one field; the framework's own response does not name the
     * field.
     */
    @ServerExceptionMapper
    Response mismatch(MismatchedInputException failure, RoutingContext request) {
        return problem(unreadable(failure), request);
    }

    @ServerExceptionMapper
    Response json(JacksonException failure, RoutingContext request) {
        return problem(unreadable(failure), request);
    }

    @ServerExceptionMapper
    Response http(WebApplicationException failure, RoutingContext request) {
        return switch (failure.getResponse().getStatus()) {
            case NOT_FOUND, METHOD_NOT_ALLOWED -> wrongPlace(failure, request);
            default -> problem(ofHttp(failure, request), request);
        };
    }

    /** The framework distinguishes a wrong method from an unknown path only in some cases. */
    private Response wrongPlace(WebApplicationException failure, RoutingContext request) {
        var methods = allowed.at(request.normalizedPath());
        if (methods.isEmpty() || methods.contains(request.request().method().name())) {
            return problem(ofHttp(failure, request), request);
        }
        var refusal = Problem.of(
                METHOD_NOT_ALLOWED, "method_not_allowed", request.request().method() + " is not possible here");
        return Response.fromResponse(problem(refusal, request))
                .header(HttpHeaders.ALLOW, String.join(", ", methods))
                .build();
    }

    @ServerExceptionMapper
    Response anything(Throwable failure, RoutingContext request) {
        return problem(ProblemAnswers.problemOf(failure, request), request);
    }

    private static Problem ofHttp(WebApplicationException failure, RoutingContext request) {
        if (failure.getCause() instanceof JacksonException json) return unreadable(json);
        // a parameter that does not convert is reported as "not found" by the framework
        if (failure.getCause() instanceof IllegalArgumentException) {
            return Problem.of(
                    422,
                    "validation_failed",
                    "a parameter has the wrong type: " + request.request().query());
        }
        int status = failure.getResponse().getStatus();
        return switch (status) {
            case 400 -> Problem.malformed("the request cannot be read; check the body and the parameters");
            case 404 -> Problem.of(404, "not_found", "there is nothing at " + request.normalizedPath());
            case 405 -> Problem.of(405, "method_not_allowed", request.request().method() + " is not possible here");
            case 406 -> Problem.of(406, "not_acceptable", "answers are application/json");
            case 413 -> Problem.tooLarge("the body is larger than this route takes");
            case 415 -> Problem.of(415, "unsupported_media_type", "send Content-Type: application/json");
            default -> Problem.of(status, "http_" + status, String.valueOf(failure.getMessage()));
        };
    }

    private static Problem unreadable(JacksonException failure) {
        if (failure instanceof JsonMappingException mapping
                && !mapping.getPath().isEmpty()) {
            return Problem.invalid(pathOf(mapping), "has the wrong type");
        }
        if (failure instanceof MismatchedInputException) return Problem.malformed("the body must be a JSON object");
        var at = failure.getLocation();
        var where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        return Problem.of(400, "malformed_json", "the body is not JSON of the expected form" + where);
    }

    private static String pathOf(JsonMappingException failure) {
        return failure.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."));
    }

    /**
     * Name of the violated field. A violation's path starts with the method and its parameter, which mean nothing to
     * the caller. For an element of a list it ends with a generated name.
     */
    private static String fieldOf(ConstraintViolation<?> violation) {
        String last = "body";
        for (Path.Node node : violation.getPropertyPath()) {
            if (node.getName() != null && node.getKind() != ElementKind.CONTAINER_ELEMENT) last = node.getName();
        }
        return SnakeCase.of(last);
    }
}
