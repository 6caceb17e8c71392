package dev.rowhouse.samples.blueprints.attack;

/**
 * What came of an attack.
 *
 * @param title what was tried
 * @param outcome what happened, in words
 * @param held whether it is what has to happen
 */
public record AttackResult(String title, String outcome, boolean held) {}
