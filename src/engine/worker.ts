import { enableCompileCache } from "node:module";

// A thread loads all the code it needs anew; compiled once, that takes half the time.
enableCompileCache();
const { runTask } = await import("./run-task.ts");

/** The entry of a worker thread. */
export default runTask;
