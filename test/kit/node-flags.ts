/**
 * For processes of tests: V8 without threads of its own, which cost more than they give where two
 * processes fill two processors, and with room for young objects, of which a run has many.
 */
export const NODE_FLAGS = ["--single-threaded", "--max-semi-space-size=32"];
