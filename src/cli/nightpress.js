#!/usr/bin/env node
// The program's entry: plain JavaScript of an old edition, so that a Node version that is too old
// says so instead of failing at the first line that it cannot read.
import nodeModule from "node:module";
import { nodeFault } from "../base/node-version.js";
import { findOwnModules } from "../base/own-modules.js";

const BAD_USAGE = 2;

/** @param {string} fault */
function refuse(fault) {
  process.stderr.write(`${fault}\n`);
  process.exitCode = BAD_USAGE;
}

/** Options that take from Node what the program needs make it fail somewhere, in words of Node's. */
function isCutDown() {
  const hasSqlite = process.getBuiltinModule("node:sqlite") !== undefined;
  const isBuilt = import.meta.url.endsWith("/dist/src/cli/nightpress.js");
  const hasTypes = isBuilt || process.features.typescript !== false;
  return !hasSqlite || !hasTypes || typeof WebAssembly === "undefined";
}

const fault = nodeFault(process.versions.node);
if (fault !== undefined) refuse(fault);
else if (isCutDown())
  refuse("Node was started without what Nightpress needs: take such options out of NODE_OPTIONS.");
else {
  // Compiled code is kept for the next start, which halves the time to a run's beginning. Only what
  // is imported from here on is kept, and for a single TypeScript file that is not, Node loads its
  // whole TypeScript reader: some 40 ms of CPU.
  nodeModule.enableCompileCache();
  findOwnModules();
  void import("./main.ts");
}
