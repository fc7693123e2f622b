package org.dsa110.contimg.cli;

import org.eclipse.microprofile.config.ConfigProvider;
import picocli.CommandLine.IVersionProvider;

/** The version that the project was built as. */
class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[]{ConfigProvider.getConfig().getValue("quarkus.application.version", String.class)};
    }
}
