/** JSON trees as attributes. Types are public only where Hibernate instantiates them; none is API. */
@NullMarked
package dev.rowhouse.hibernate.internal.json;

import org.jspecify.annotations.NullMarked;
