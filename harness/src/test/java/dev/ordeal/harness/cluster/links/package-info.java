/** The mesh of proxies, against the embedded server and plain sockets. */
package dev.ordeal.harness.cluster.links;
