package dev.rowhouse.samples.tasks.config;

import java.util.List;

/** The configuration cannot be used. The message lists everything that is wrong with it, and holds no secrets. */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ConfigurationException(String tried, List<String> findings) {
        super(message(tried, findings));
    }

    private static String message(String tried, List<String> findings) {
        StringBuilder message = new StringBuilder(tried).append(": ");
        if (findings.size() == 1) {
            return message.append(findings.get(0)).toString();
        }
        message.append(findings.size()).append(" problems.");
        for (int i = 0; i < findings.size(); i++) {
            message.append('\n').append(i + 1).append(". ").append(findings.get(i));
        }
        return message.toString();
    }
}
