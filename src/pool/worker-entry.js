// The entry of a worker thread: plain JavaScript, so that nothing is compiled before the cache of
// compiled code is on. For a single TypeScript file outside it Node loads its whole TypeScript
// reader, which costs each thread some 40 ms of CPU. With the cache, loading all the code that a
// thread needs takes half the time.
import { enableCompileCache } from "node:module";
import { findOwnModules } from "../base/own-modules.js";

enableCompileCache();
findOwnModules();
const { default: runTask } = await import("./worker.ts");

export default runTask;
