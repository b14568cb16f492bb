package io.bitchat.files.transfer.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.problem.Problem.FieldFault;
import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.io.IOException;

/** Reads the bodies of moves, which may be missing, and then have no content type either. */
@Singleton
class MoveBodies {
    private final ObjectReader reader;
    private final Validator validator;

    MoveBodies(ObjectMapper json, Validator validator) {
        this.reader = json.readerFor(MoveRequest.class);
        this.validator = validator;
    }

    MoveRequest read(byte[] body) {
        if (body.length == 0) return MoveRequest.EMPTY;
        var request = parse(body);
        var faults = validator.validate(request).stream().map(MoveBodies::fault).toList();
        if (!faults.isEmpty()) throw Problem.invalid(faults);
        return request;
    }

    private MoveRequest parse(byte[] body) {
        try {
            MoveRequest request = reader.readValue(body);
            if (request != null) return request;
        } catch (IOException _) {
            // answered below
        }
        throw Problem.malformed("the body must be a JSON object, or missing");
    }

    private static FieldFault fault(ConstraintViolation<MoveRequest> violation) {
        return new FieldFault("peer_id", violation.getMessage());
    }
}
