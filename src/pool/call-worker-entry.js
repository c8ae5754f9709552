// Loads a thread that answers calls; plain JavaScript for the reason that `worker-entry.js` gives.
import { enableCompileCache } from "node:module";

enableCompileCache();
const { default: runCall } = await import("./call-worker.ts");

export default runCall;
