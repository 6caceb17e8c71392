/** MyBatis-Plus with its tenant line, attacked. */
@NullMarked
package dev.rowhouse.peers.mybatisplus;

import org.jspecify.annotations.NullMarked;
