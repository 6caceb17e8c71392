/** What Hibernate calls. Types are public here only where Hibernate instantiates them; none is API. */
@NullMarked
package dev.rowhouse.hibernate.internal;

import org.jspecify.annotations.NullMarked;
