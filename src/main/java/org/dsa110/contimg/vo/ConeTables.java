package org.dsa110.contimg.vo;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

import org.dsa110.contimg.rest.declare.WithRest;
import org.dsa110.contimg.rest.internal.table.Described;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.dsa110.contimg.rest.problem.NearestName;
import org.dsa110.contimg.rest.problem.ProblemException;
import org.dsa110.contimg.vo.internal.obscore.ObsCoreTable;

/**
 * The tables that can be searched by cone: all that are served, whose rows have positions and a key of one column. And the one that is
 * searched by more. Thread-safe.
 */
@WithRest
@Singleton
class ConeTables {
    private static final String IMAGES = "images";

    private final Instance<Described> described;

    ConeTables(@Any Instance<Described> described) {
        this.described = described;
    }

    /** All of them. */
    Stream<TableDescription<?>> all() {
        return described.stream().<TableDescription<?>>map(Described::table)
                .filter(table -> table.position() != null && table.keys().size() == 1);
    }

    /** @throws ProblemException 404 where there is none of that name */
    TableDescription<?> get(String name) {
        return all().filter(table -> table.name().equals(name)).findFirst().orElseThrow(() -> {
            List<String> names = all().<String>map(TableDescription::name).sorted().toList();
            return ProblemException.notFound("there is no cone search of " + name + NearestName.hint(name, names)
                    + "; there is one of " + String.join(", ", names));
        });
    }

    /**
     * The images as ObsCore has them.
     *
     * @param root where the client has found the service, with a slash at its end
     */
    ObsCoreTable images(URI root) {
        TableDescription<?> images = get(IMAGES);
        return ObsCoreTable.of(images, root.resolve(images.path() + "/").toString());
    }
}
