package org.dsa110.contimg.products;

import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.orm.panache.PanacheQuery;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Sort;

/** Finds and stores images, inside units of work on products. Thread-safe. */
@ApplicationScoped
public class ImageRepository implements PanacheRepositoryBase<Image, Long> {
    /** The image at a path; where several share it, the one with the lowest number. */
    public Optional<Image> findByPath(String path) {
        return find("path", Sort.by("id"), path).firstResultOptional();
    }

    /** The images that were made from a measurement set, newest first. */
    public List<Image> listByMsPath(String msPath) {
        return list("msPath", newestFirst(), msPath);
    }

    /**
     * The newest images, newest first; of the same time, that with the higher number first.
     *
     * @param type such as {@code dirty}; null for all types
     * @param limit how many at the most, from 1 on
     */
    public List<Image> newest(String type, int limit) {
        PanacheQuery<Image> images = type == null ? findAll(newestFirst()) : find("type", newestFirst(), type);
        return images.page(Page.ofSize(limit)).list();
    }

    /** How many images there are of a type. */
    public long countByType(String type) {
        return count("type", type);
    }

    private static Sort newestFirst() {
        return Sort.by("createdAt").descending().and("id", Sort.Direction.Descending);
    }
}
