/** The JUnit 5 extension: a trial, and the cluster it runs on, as parameters of a test method. */
@NullMarked
package dev.ordeal.harness.junit;

import org.jspecify.annotations.NullMarked;
