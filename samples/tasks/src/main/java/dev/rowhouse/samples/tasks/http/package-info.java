/** JSON over the JDK's own HTTP server: routes, requests, answers, problems. Knows nothing of tasks or databases. */
@NullMarked
package dev.rowhouse.samples.tasks.http;

import org.jspecify.annotations.NullMarked;
