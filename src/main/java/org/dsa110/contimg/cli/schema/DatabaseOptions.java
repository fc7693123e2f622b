package org.dsa110.contimg.cli.schema;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.dsa110.contimg.database.Database;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;
import picocli.CommandLine.TypeConversionException;

/** The options that say which databases a command is about, and how it answers. */
public final class DatabaseOptions {
    private static final String VARIABLE = "DATABASE";

    @Option(names = "--database", paramLabel = "NAME", converter = NameConverter.class,
            description = "One of products, cal_registry, hdf5, ingest, data_registry; may be repeated. All if not given, or those"
                    + " that the environment variable " + VARIABLE + " names, separated by commas.")
    private List<Database> databases;

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    @Spec(Target.MIXEE)
    private CommandSpec command;

    private static final class NameConverter implements ITypeConverter<Database> {
        @Override
        public Database convert(String name) {
            return Arrays.stream(Database.values()).filter(database -> database.unitName().equals(name)).findFirst()
                    .orElseThrow(() -> new TypeConversionException("'" + name + "' is not one of "
                            + Arrays.stream(Database.values()).map(Database::unitName)
                                    .collect(Collectors.joining(", "))));
        }
    }

    /**
     * The databases that were asked for, in their order; never empty.
     *
     * @throws ParameterException if the variable names another
     */
    public Set<Database> selected() {
        if (databases != null) {
            return EnumSet.copyOf(databases);
        }
        String variable = System.getenv(VARIABLE);
        if (variable == null || variable.isBlank()) {
            return EnumSet.allOf(Database.class);
        }
        Set<Database> named = new LinkedHashSet<>();
        for (String name : variable.split(",")) {
            try {
                named.add(new NameConverter().convert(name.strip()));
            } catch (TypeConversionException e) {
                throw new ParameterException(command.commandLine(), "Environment variable " + VARIABLE + ": "
                        + e.getMessage());
            }
        }
        return EnumSet.copyOf(named);
    }

    /** Whether anybody said which. */
    public boolean isChosen() {
        String variable = System.getenv(VARIABLE);
        return databases != null || variable != null && !variable.isBlank();
    }

    /** Whether the answer is to be JSON. */
    public boolean isJson() {
        return json;
    }
}
