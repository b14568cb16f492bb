package io.bitchat.kit.problem;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/** Adds to the OpenAPI document what applies to every route: the token scheme and the problem responses. */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class ApiDocument implements OASFilter {
    private static final String TOKEN = "token";
    private static final String PROBLEM = "Problem";
    private static final Map<String, String> REFUSALS = new LinkedHashMap<>(Map.of(
            "401", "Unauthorized",
            "403", "Forbidden",
            "422", "UnprocessableEntity",
            "429", "TooManyRequests",
            "4XX", "Refused",
            "503", "ServiceUnavailable"));

    private static final Map<String, String> MEANINGS = Map.of(
            "401", "No valid token, where one is needed.",
            "403", "The token is another's.",
            "422", "A field is missing or wrong; fields names each.",
            "429", "Too many requests or messages in this minute; Retry-After tells when to go on.",
            "4XX", "The request cannot be carried out as it is; code and detail tell why.",
            "503", "Something the suite needs is away; send again after Retry-After.");

    @Override
    public void filterOpenAPI(OpenAPI document) {
        var components = document.getComponents() == null ? OASFactory.createComponents() : document.getComponents();
        components.addSecurityScheme(
                TOKEN,
                OASFactory.createSecurityScheme()
                        .type(SecurityScheme.Type.HTTP)
                        .scheme("bearer")
                        .bearerFormat("JWT")
                        .description("A token from /api/bitchat/auth/token; needed in the mode required."));
        components.addSchema(PROBLEM, problem());
        REFUSALS.forEach((status, name) -> components.addResponse(name, refusal(MEANINGS.getOrDefault(status, name))));
        document.setComponents(components);
        document.addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme(TOKEN));
        document.getPaths().getPathItems().values().stream()
                .flatMap(path -> path.getOperations().values().stream())
                .forEach(operation -> addRefusals(operation.getResponses()));
    }

    private static void addRefusals(APIResponses responses) {
        responses.getAPIResponses().forEach((status, response) -> {
            if (isRefusal(status) && response.getRef() == null && response.getContent() == null) {
                response.setContent(problemContent());
            }
        });
        REFUSALS.forEach((status, name) -> {
            if (responses.hasAPIResponse(status)) return;
            responses.addAPIResponse(status, OASFactory.createAPIResponse().ref("#/components/responses/" + name));
        });
    }

    private static boolean isRefusal(String status) {
        return status.startsWith("4") || status.startsWith("5");
    }

    private static APIResponse refusal(String meaning) {
        return OASFactory.createAPIResponse().description(meaning).content(problemContent());
    }

    private static Content problemContent() {
        return OASFactory.createContent()
                .addMediaType(
                        "application/problem+json",
                        OASFactory.createMediaType()
                                .schema(OASFactory.createSchema().ref("#/components/schemas/" + PROBLEM)));
    }

    /** RFC 9457 with the members of the suite. */
    private static Schema problem() {
        return object().addProperty("type", text("urn:bitchat:problem: and the code"))
                .addProperty("title", text("of the status"))
                .addProperty("status", OASFactory.createSchema().addType(Schema.SchemaType.INTEGER))
                .addProperty("code", text("stable, for programs"))
                .addProperty("detail", text("for people"))
                .addProperty("trace_id", text("finds the request in the logs"))
                .addProperty(
                        "fields",
                        OASFactory.createSchema()
                                .addType(Schema.SchemaType.ARRAY)
                                .items(object().addProperty("field", text("its name"))
                                        .addProperty("detail", text("what is wrong with it"))))
                .addProperty(
                        "limit",
                        OASFactory.createSchema()
                                .addType(Schema.SchemaType.INTEGER)
                                .description("the largest value that is taken, when something is too large"))
                .required(List.of("type", "title", "status", "code", "detail"));
    }

    private static Schema object() {
        return OASFactory.createSchema().addType(Schema.SchemaType.OBJECT);
    }

    private static Schema text(String meaning) {
        return OASFactory.createSchema().addType(Schema.SchemaType.STRING).description(meaning);
    }
}
