package org.dsa110.contimg.rest.declare;

/**
 * A resource that reads the query parameters of all its requests itself, and refuses unknown ones, unless a standard has it ignore them. Others
 * that change something have none, and all are refused for them.
 */
public interface OwnQuery {
}
