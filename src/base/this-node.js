// Plain JavaScript of an old edition, imported before all else by who imports the package: a Node
// that is too old says so instead of failing at the first thing that it lacks.
import { nodeFault } from "./node-version.js";

const fault = nodeFault(process.versions.node);
if (fault !== undefined) throw new Error(fault);
