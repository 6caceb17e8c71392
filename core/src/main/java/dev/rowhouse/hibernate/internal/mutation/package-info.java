/** How rows of entities are written. Types are public here for Hibernate and the package above; none is API. */
@org.jspecify.annotations.NullMarked
package dev.rowhouse.hibernate.internal.mutation;
