@NullMarked
package dev.rowhouse.hibernate8;

import org.jspecify.annotations.NullMarked;
