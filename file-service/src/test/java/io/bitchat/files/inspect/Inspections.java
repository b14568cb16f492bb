package io.bitchat.files.inspect;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;

/** Configurations without the service. */
final class Inspections {
    private Inspections() {}

    static InspectionConfig config(Map<String, String> values) {
        var properties = new HashMap<String, String>();
        values.forEach((name, value) -> properties.put("bitchat.transfers." + name, value));
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .withMapping(InspectionConfig.class)
                .build()
                .getConfigMapping(InspectionConfig.class);
    }
}
