/** How plans of queries and loads are kept while filters are on. Types are public here for the package above; none is API. */
@org.jspecify.annotations.NullMarked
package dev.rowhouse.hibernate.internal.plan;
