package dev.rowhouse.samples.blueprints.documents;

/**
 * A blueprint that was found.
 *
 * @param name its name
 * @param excerpt of its description, with what matched a text in brackets
 */
public record Hit(String name, String excerpt) {}
