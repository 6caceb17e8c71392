package dev.rowhouse.peers.ebean.speed;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** A visit to read. */
@Entity
@Table(name = "visit")
public class Visit extends AnyVisit {}
