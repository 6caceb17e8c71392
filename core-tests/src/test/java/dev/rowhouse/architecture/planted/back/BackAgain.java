package dev.rowhouse.architecture.planted.back;

import dev.rowhouse.architecture.planted.ThereAndBack;

/** Closes the cycle that {@link ThereAndBack} opens. */
public record BackAgain(ThereAndBack there) {}
