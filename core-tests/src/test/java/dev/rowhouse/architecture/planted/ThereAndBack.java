package dev.rowhouse.architecture.planted;

import dev.rowhouse.architecture.planted.back.BackAgain;
import org.jspecify.annotations.Nullable;

/** Opens a cycle of packages. */
public record ThereAndBack(@Nullable BackAgain back) {}
