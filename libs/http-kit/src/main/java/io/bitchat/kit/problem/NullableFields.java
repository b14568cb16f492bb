package io.bitchat.kit.problem;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.RecordComponentInfo;

/** Marks a field as nullable in the OpenAPI document if the record declares it with {@code @Nullable}. */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class NullableFields implements OASFilter {
    private static final DotName NULLABLE = DotName.createSimple("org.jspecify.annotations.Nullable");
    private static final DotName SCHEMA =
            DotName.createSimple("org.eclipse.microprofile.openapi.annotations.media.Schema");

    private final Map<String, Set<String>> fields = new HashMap<>();

    public NullableFields(IndexView index) {
        for (var type : index.getKnownClasses()) if (type.isRecord()) learn(type);
    }

    private void learn(ClassInfo type) {
        for (var component : type.recordComponents()) {
            if (!component.type().hasAnnotation(NULLABLE)) continue;
            fields.computeIfAbsent(schemaName(type), _ -> new HashSet<>()).add(wireName(component));
        }
    }

    private static String schemaName(ClassInfo type) {
        var schema = type.declaredAnnotation(SCHEMA);
        var name = schema == null ? null : schema.value("name");
        return name == null ? type.simpleName() : name.asString();
    }

    private static String wireName(RecordComponentInfo component) {
        return component.name().replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        if (document.getComponents() == null || document.getComponents().getSchemas() == null) return;
        document.getComponents().getSchemas().forEach((name, schema) -> {
            if (schema.getProperties() == null) return;
            var properties = Map.copyOf(schema.getProperties());
            for (var field : fields.getOrDefault(name, Set.of())) {
                var declared = properties.get(field);
                if (declared != null) schema.addProperty(field, orNull(declared));
            }
        });
    }

    private static Schema orNull(Schema declared) {
        if (declared.getRef() != null) {
            return OASFactory.createSchema()
                    .anyOf(List.of(
                            OASFactory.createSchema().ref(declared.getRef()),
                            OASFactory.createSchema().addType(SchemaType.NULL)));
        }
        var types = declared.getType();
        return types == null || types.contains(SchemaType.NULL) ? declared : declared.addType(SchemaType.NULL);
    }
}
