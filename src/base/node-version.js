// Plain JavaScript of an old edition, as Node versions that are too old must be able to read it.

/** The lowest minor version of each major one that serves, as `engines` in package.json says. */
const MINOR_MIN = new Map([
  [22, 20],
  [24, 7],
]);
const NEWEST_LISTED = 24;

/**
 * Why this version of Node cannot run the program, and what to do about it; undefined where it can.
 *
 * @param {string} version such as `24.7.0`
 * @returns {string | undefined}
 */
export function nodeFault(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > NEWEST_LISTED) return undefined;
  const minorMin = MINOR_MIN.get(major);
  if (minorMin !== undefined && minor >= minorMin) return undefined;
  const reason =
    minorMin === undefined
      ? "lacks what Nightpress is built on"
      : "binds numbered parameters of SQLite wrongly, which loses a run at its end";
  return (
    `Node ${version} ${reason}. Install Node 24 (24.7 or newer; 22.20 or newer of Node 22 does, ` +
    "too), then try again."
  );
}
