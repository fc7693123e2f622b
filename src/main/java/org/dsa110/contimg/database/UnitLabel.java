package org.dsa110.contimg.database;

/** What the logs call a unit of work that has no name. */
final class UnitLabel {
    private UnitLabel() {
    }

    /** The simple name of the outermost class: a lambda's own has a number in it that differs from run to run. */
    static String of(Class<?> work) {
        String name = work.getName();
        int inner = name.indexOf('$');
        String outer = inner < 0 ? name : name.substring(0, inner);
        return outer.substring(outer.lastIndexOf('.') + 1);
    }
}
