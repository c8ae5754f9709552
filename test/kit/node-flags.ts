/**
 * For processes of tests: V8 without threads of its own, which cost more than they give where two
 * processes fill two processors, and room for young objects from the start, of which a run has many.
 */
export const NODE_FLAGS = [
  "--single-threaded",
  "--min-semi-space-size=16",
  "--max-semi-space-size=32",
];
