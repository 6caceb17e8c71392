/** Generators of ids and audit columns. Types are public only where Hibernate instantiates them; none is API. */
@NullMarked
package dev.rowhouse.hibernate.internal.generator;

import org.jspecify.annotations.NullMarked;
