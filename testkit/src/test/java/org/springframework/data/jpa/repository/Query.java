package org.springframework.data.jpa.repository;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** Stands in for Spring Data's annotation, which the rules know by its name. */
@Retention(RetentionPolicy.RUNTIME)
public @interface Query {
    String value();

    boolean nativeQuery() default false;
}
