#!/usr/bin/env node
// The program's entry: plain JavaScript of an old edition, so that a Node version that is too old
// says so instead of failing at the first line that it cannot read.
import { nodeFault } from "../base/node-version.js";

const BAD_USAGE = 2;
const fault = nodeFault(process.versions.node);

if (fault === undefined) void import("./main.ts");
else {
  process.stderr.write(`${fault}\n`);
  process.exitCode = BAD_USAGE;
}
