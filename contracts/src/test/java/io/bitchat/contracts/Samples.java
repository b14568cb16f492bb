package io.bitchat.contracts;

import com.fasterxml.jackson.databind.JsonNode;

/** The golden samples: one value and its headers per event type, written by hand and never by code. */
final class Samples {
    private Samples() {}

    static String value(String type) {
        return ContractFiles.read(ContractFiles.SAMPLES.resolve(type + ".json"));
    }

    static JsonNode headers(String type) {
        return Json.parse(ContractFiles.read(ContractFiles.SAMPLES.resolve(type + ".headers.json")));
    }

    static Event event(Class<? extends Event> record) {
        return Json.read(value(Contract.typeOf(record)), record);
    }
}
