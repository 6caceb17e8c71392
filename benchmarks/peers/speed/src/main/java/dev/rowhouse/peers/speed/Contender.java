package dev.rowhouse.peers.speed;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The ways that are compared, in the order of the report. What they do is in the jars of their libraries. */
enum Contender {
    BY_HAND("hibernate", "ByHandWay", "plain", "Hibernate 7.4.5, predicate by hand"),
    TENANT_ID("hibernate", "TenantIdWay", "plain", "Hibernate 7.4.5, `@TenantId`"),
    ROWHOUSE("rowhouse", "SessionWay", "protected", "**Rowhouse**, session"),
    REPOSITORY("rowhouse", "RepositoryWay", "protected", "**Rowhouse**, repository"),
    AUDITED("rowhouse", "AuditedWay", "audited", "**Rowhouse**, session, audit trigger"),
    HIBERNATE8("hibernate8", "RowSecurityWay", "hibernate8", "Hibernate 8.0.0.Beta1, its RLS"),
    EBEAN("ebean", "EbeanWay", "plain", "Ebean 17.3.0, `@TenantId`");

    private final String directory;
    private final String type;
    private final String schema;
    private final String title;

    Contender(String directory, String type, String schema, String title) {
        this.directory = directory;
        this.type = type;
        this.schema = schema;
        this.title = title;
    }

    /** Returns the directory of its module. */
    String directory() {
        return directory;
    }

    /** Returns the name of its type. */
    String type() {
        String library = name().equals("HIBERNATE8") ? "hibernate" : directory;
        return Main.class.getPackageName().replace(".speed", "." + library + ".speed.") + type;
    }

    String schema() {
        return schema;
    }

    String title() {
        return title;
    }

    boolean isOurs() {
        return directory.equals("rowhouse");
    }

    /** Tells whether it does a work at all. */
    boolean does(Work work) {
        Set<Work> not = switch (this) {
            case AUDITED -> EnumSet.of(Work.FIND, Work.FIND_ALONE, Work.FIRST_PAGE, Work.DEEP_PAGE);
            case REPOSITORY -> EnumSet.of(Work.SOFT_DELETE_MANY);
            case HIBERNATE8 -> EnumSet.of(Work.FIND_ALONE);
            default -> EnumSet.noneOf(Work.class);
        };
        return !not.contains(work);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
