/**
 * Transactions over shards by two-phase commit, five times: as the articles have it, with two
 * mistakes that are often made, sound but blocking, and sound with a replicated decision.
 */
@NullMarked
package dev.ordeal.systems.commit;

import org.jspecify.annotations.NullMarked;
