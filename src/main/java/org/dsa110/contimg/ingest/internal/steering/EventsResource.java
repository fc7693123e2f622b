package org.dsa110.contimg.ingest.internal.steering;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.events.EventStreams;
import org.dsa110.contimg.rest.problem.ProblemException;
import org.dsa110.contimg.rest.query.NamedQuery;
import org.dsa110.contimg.rest.query.Parameter;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Tells every change of a group's state over REST, as it comes. Thread-safe. */
@WithRest
@Path("/api/v1/ingest/queue/events")
public class EventsResource {
    private static final String HEADER = "Last-Event-ID";
    private static final Parameter<Long> LAST = Parameter
            .integer("last_event_id", "The last event that is known already").between(0L, Long.MAX_VALUE);
    private static final NamedQuery EVENTS = NamedQuery.of("queue_events", LAST);

    private final TransitionEvents events;
    private final EventStreams streams;

    EventsResource(TransitionEvents events, EventStreams streams) {
        this.events = events;
        this.streams = streams;
    }

    /** Until the client goes away. */
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(operationId = "queue_events", summary = "Every change of a group's state, as it comes",
            description = "Server-sent events, of all services and programs: the id is that of the row of queue_transitions, the data is"
                    + " the row as JSON. With the id of an event those after it come first, without one only what comes from now on."
                    + " Where nothing happens a comment comes every 15 s.")
    @org.eclipse.microprofile.openapi.annotations.parameters.Parameter(name = "last_event_id", in = ParameterIn.QUERY,
            description = "The last event that is known already; 0 for all",
            schema = @Schema(type = SchemaType.INTEGER, format = "int64", minimum = "0"))
    @org.eclipse.microprofile.openapi.annotations.parameters.Parameter(name = HEADER, in = ParameterIn.HEADER,
            description = "The same, as browsers send it when they come again; it goes before the parameter",
            schema = @Schema(type = SchemaType.INTEGER, format = "int64", minimum = "0"))
    @APIResponse(responseCode = "200", description = "The events, which go on until the client goes away",
            content = @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "400", description = "Problem details: there is no such event")
    @APIResponse(responseCode = "503", description = "Problem details: too many clients listen, or the service stops")
    public Uni<Response> events(@Context UriInfo uri, @HeaderParam(HEADER) String header) {
        Long known = EVENTS.read(uri).get(LAST);
        Long after = header == null || header.isEmpty() ? known : number(header);
        return events.newest().map(newest -> {
            if (after != null && after > newest) {
                throw ProblemException.badRequest(header == null ? LAST.name() : HEADER,
                        "must be at most " + newest + ", the newest event: is the file another one since?");
            }
            return streams.open(events, after == null ? newest : after);
        });
    }

    private static Long number(String header) {
        try {
            long id = Long.parseLong(header);
            if (id >= 0) {
                return id;
            }
        } catch (NumberFormatException e) {
            // As the answer says.
        }
        throw ProblemException.badRequest(HEADER, "must be the id of an event");
    }
}
