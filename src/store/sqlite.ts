/**
 * SQLite's class, taken when this file is run and not when it is linked: a Node that is too old has
 * none, and must come as far as to say so (see `base/this-node.js`).
 */
export const { DatabaseSync } = process.getBuiltinModule("node:sqlite");
export type DatabaseSync = InstanceType<typeof DatabaseSync>;
