package io.bitchat.files.transfer;

import io.bitchat.files.inspect.MediaTypes;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.problem.Problem.FieldFault;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.util.Comparator;
import java.util.Locale;

/** Checks the fields of offers, whether they came in a request or in a frame. */
@ApplicationScoped
class OfferCheck {
    private final Validator validator;
    private final MediaTypes types;
    private final TransfersConfig config;

    OfferCheck(Validator validator, MediaTypes types, TransfersConfig config) {
        this.validator = validator;
        this.types = types;
        this.config = config;
    }

    /** Fails with a {@link Problem} if a field is not acceptable, the file is too large, or its type is refused. */
    OfferRequest.Checked check(String roomId, OfferRequest request) {
        var faults = validator.validate(request).stream()
                .map(OfferCheck::fault)
                .sorted(Comparator.comparing(FieldFault::field))
                .toList();
        if (!faults.isEmpty()) throw Problem.invalid(faults);
        var offer = request.check(roomId, config);
        types.refusal(offer.file().mimeType()).ifPresent(problem -> {
            throw problem;
        });
        return offer;
    }

    private static FieldFault fault(ConstraintViolation<OfferRequest> violation) {
        var field = violation.getPropertyPath().toString().replaceAll("([A-Z])", "_$1");
        return new FieldFault(field.toLowerCase(Locale.ROOT), violation.getMessage());
    }
}
