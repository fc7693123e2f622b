package org.dsa110.contimg.ingest.internal.conversion;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.StartupEvent;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.DatabaseConfig;
import org.dsa110.contimg.files.Folder;
import org.dsa110.contimg.files.RegularFile;
import org.dsa110.contimg.files.WriteAccess;
import org.dsa110.contimg.ingest.IngestConfig;
import org.dsa110.contimg.ingest.internal.claims.OutcomeJson;
import org.dsa110.contimg.internal.json.Json;
import org.jboss.logging.Logger;

/**
 * What conversions have come to, in a small file each, from before it is written into the database until it is: where the service ends
 * while the database cannot be written, its next start finds it. Thread-safe.
 */
@ApplicationScoped
class OutcomeJournal {
    private static final Logger LOG = Logger.getLogger(OutcomeJournal.class);
    /** What the path of a database in memory begins with, beside which nothing is kept. */
    private static final String IN_MEMORY = ":memory:";
    private static final String FOLDER_ENDING = ".outcomes";
    private static final String ENDING = ".outcome";
    /** Of a note that is being written: the token stands before the first dot of its name. */
    private static final String BEGUN = ".new";
    private static final int LONGEST = 1 << 20;

    private final Optional<Path> folder;

    /** Beside the file of ingest, unless there is a folder for them. */
    @Inject
    OutcomeJournal(IngestConfig config, DatabaseConfig databases) {
        this(config.outcomeDir().or(() -> Optional.ofNullable(databases.path().get(Database.INGEST.unitName()))
                .filter(path -> !path.startsWith(IN_MEMORY)).map(path -> Path.of(path + FOLDER_ENDING))));
    }

    OutcomeJournal(Optional<Path> folder) {
        this.folder = folder;
    }

    /**
     * Before anything is made: it is first written to when a conversion ends, and what that came to would be kept nowhere.
     *
     * @throws IllegalStateException when the setting names what is no folder, or one that cannot be written
     */
    void check(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event, IngestConfig config) {
        String obstacle = config.scheduled()
                ? config.outcomeDir().map(WriteAccess::obstacleToFilesIn).orElse(null)
                : null;
        if (obstacle != null) {
            throw new IllegalStateException("contimg.ingest.outcome-dir cannot be used: " + obstacle);
        }
    }

    /** A conversion that has ended well and is not known to be in the database. Immutable. */
    record Note(String groupId, String token, String outcome) {
    }

    /**
     * Notes it durably. Where that fails, the log says so: the database may still take it.
     *
     * @param note its outcome is what {@link OutcomeJson} makes
     */
    void put(Note note) {
        if (folder.isEmpty()) {
            return;
        }
        Path written = null;
        try {
            Files.createDirectories(folder.get());
            written = Files.createTempFile(folder.get(), note.token() + ".", BEGUN);
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.put("group_id", note.groupId()).put("token", note.token()).put("outcome", note.outcome());
            try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(json.toString().getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(written, path(note.token()), StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel entries = FileChannel.open(folder.get())) {
                entries.force(true);
            }
        } catch (IOException e) {
            LOG.warnf(e, "The outcome of group %s is not kept in %s, until the database has it", note.groupId(),
                    folder.get());
            if (written != null) {
                delete(written, "what there is of it stays there");
            }
        }
    }

    /** Forgets what the database has, or what has lost its meaning. */
    void remove(String token) {
        if (folder.isPresent()) {
            delete(path(token), "it stays there, though the database has what it says");
        }
    }

    private static void delete(Path file, String otherwise) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warnf(e, "%s cannot be deleted: %s", file, otherwise);
        }
    }

    /** What an earlier run of the service has left. */
    List<Note> notes() {
        return filesThatEnd(ENDING).stream().map(OutcomeJournal::read).flatMap(Optional::stream).toList();
    }

    /**
     * Deletes what was begun and became no note, as of a service that was killed just then.
     *
     * @param claimed has the tokens of all claims, asked after what was begun is listed: who works under one may be writing
     */
    void removeBegun(Supplier<Set<String>> claimed) {
        List<Path> begun = filesThatEnd(BEGUN);
        if (begun.isEmpty()) {
            return;
        }
        Set<String> tokens = claimed.get();
        for (Path file : begun) {
            String name = file.getFileName().toString();
            if (!tokens.contains(name.substring(0, name.indexOf('.')))) {
                delete(file, "it stays there, and says nothing of a conversion");
            }
        }
    }

    private List<Path> filesThatEnd(String ending) {
        List<Path> found = new ArrayList<>();
        if (folder.isEmpty() || !Files.isDirectory(folder.get())) {
            return found;
        }
        try (DirectoryStream<Path> files = Folder.open(folder.get())) {
            for (Path file : files) {
                if (file.getFileName().toString().endsWith(ending)) {
                    found.add(file);
                }
            }
        } catch (DirectoryIteratorException | IOException e) {
            LOG.errorf(e, "%s cannot be read: what conversions have come to may have to be done again", folder.get());
        }
        return found;
    }

    private static Optional<Note> read(Path file) {
        try {
            JsonNode json = Json.mapper().readTree(String.join("\n", RegularFile.lines(file, LONGEST)));
            Note note = new Note(json.path("group_id").asText(), json.path("token").asText(),
                    json.path("outcome").asText());
            OutcomeJson.converted(note.outcome());
            return Optional.of(note);
        } catch (NoSuchFileException stored) {
            // The conversion that wrote it has stored it since.
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            LOG.errorf(e, "%s says nothing of a conversion, and is left alone", file);
            return Optional.empty();
        }
    }

    private Path path(String token) {
        return folder.orElseThrow().resolve(token + ENDING);
    }
}
