package org.dsa110.contimg.rest.internal.openapi;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService;
import io.smallrye.openapi.runtime.io.Format;
import org.dsa110.contimg.rest.declare.WithRest;

/**
 * Keeps the OpenAPI document once it was asked for. It is made by a request and not at the start, which would take the native program
 * longer than all else; and only once, as it stays the same. Thread-safe.
 */
@WithRest
@Alternative
@Priority(1)
@Singleton
public class KeptOpenApiDocument extends OpenApiDocumentService {
    private final Map<String, byte[]> documents = new ConcurrentHashMap<>();

    @Override
    public byte[] getDocument(String document, Format format) {
        if (LaunchMode.current() == LaunchMode.DEVELOPMENT) {
            // What an edit changes must show.
            return super.getDocument(document, format);
        }
        return documents.computeIfAbsent(document + " " + format, key -> super.getDocument(document, format));
    }
}
