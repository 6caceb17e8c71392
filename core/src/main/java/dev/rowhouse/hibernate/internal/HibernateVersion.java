package dev.rowhouse.hibernate.internal;

import dev.rowhouse.RowhouseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hibernate.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which Hibernate is there. What we hook into is in part incubating or internal, and was tested with one minor version. */
final class HibernateVersion {
    private static final int MAJOR = 7;
    private static final int MINOR = 4;

    private static final Pattern FORM = Pattern.compile("(\\d+)\\.(\\d+)\\..*");

    private static final Logger log = LoggerFactory.getLogger(HibernateVersion.class);

    private HibernateVersion() {}

    /**
     * Refuses a version that cannot work, before Hibernate fails on it somewhere. A later minor version may work.
     *
     * @throws RowhouseException if it is another major version, or an earlier one
     */
    static void require() {
        require(Version.getVersionString());
    }

    static void require(String version) {
        Matcher form = FORM.matcher(version);
        int major = form.matches() ? Integer.parseInt(form.group(1)) : MAJOR;
        int minor = form.matches() ? Integer.parseInt(form.group(2)) : Integer.MAX_VALUE;
        if (major != MAJOR || minor < MINOR) {
            throw new RowhouseException("Starting Hibernate with Rowhouse: found Hibernate " + version
                    + ", and Rowhouse is built for Hibernate 7.4."
                    + (major > MAJOR
                            ? " Hibernate 8 exports policies of its own, and PostgreSQL shows the rows of its policies and"
                                    + " Rowhouse's together."
                            : "")
                    + " Put Hibernate 7.4 on the class path.");
        }
        if (minor > MINOR) {
            log.warn("Rowhouse is tested with Hibernate 7.4, and this is Hibernate {}", version);
        }
    }
}
