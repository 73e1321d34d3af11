/** What the nodes of all systems do alike: understand requests, drop replays, read options. */
@NullMarked
package dev.ordeal.systems.service;

import org.jspecify.annotations.NullMarked;
