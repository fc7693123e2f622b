package org.dsa110.contimg.cli.schema;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsa110.contimg.internal.logs.Printable;

/** What a command answers on standard output: lines, tables, or JSON. */
public final class Answer {
    private static final String GAP = "  ";

    private Answer() {
    }

    /** One row below the other, each column as wide as its widest value; the first row is the heading. */
    public static void table(PrintWriter out, List<List<String>> rows) {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], Printable.of(row.get(column)).length());
            }
        }
        for (List<String> row : rows) {
            List<String> cells = new ArrayList<>();
            for (int column = 0; column < widths.length; column++) {
                String cell = Printable.of(row.get(column));
                cells.add(column == widths.length - 1 ? cell : cell + " ".repeat(widths[column] - cell.length()));
            }
            out.println(String.join(GAP, cells).stripTrailing());
        }
        out.flush();
    }

    /** One line, whatever is in it. */
    public static void line(PrintWriter out, String line) {
        out.println(Printable.of(line));
        out.flush();
    }

    public static void json(PrintWriter out, JsonNode answer) {
        out.println(answer.toPrettyString());
        out.flush();
    }
}
