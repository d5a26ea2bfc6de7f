/// JVMs whose paths or options lack something that a backend needs, and what it then says.
package dev.rondo.looptests.paths;
