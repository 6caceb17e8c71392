package dev.rowhouse.samples.petcare.attack;

/**
 * What came of an attack.
 *
 * @param title what was tried
 * @param how the request or the code
 * @param held whether no row of another business was reached
 * @param asExpected whether it was held off, and by the rule that has to
 * @param rule what held it off, in words, or that nothing did
 * @param detail what happened
 */
public record AttackResult(String title, String how, boolean held, boolean asExpected, String rule, String detail) {}
