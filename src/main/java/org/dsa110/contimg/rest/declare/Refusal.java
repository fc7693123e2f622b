package org.dsa110.contimg.rest.declare;

/**
 * A resource whose methods do nothing but say why they cannot be done: they are not among those that a path allows, and what is sent to
 * them is not looked at.
 */
public interface Refusal {
}
