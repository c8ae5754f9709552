import { readdirSync, readFileSync, readlinkSync, realpathSync, statSync } from "node:fs";

/**
 * The process that holds a file's lock, with its command and the name given, such as `Process 4711
 * (nightpress verify)`. Works on Linux only; undefined elsewhere, and if the process belongs to
 * another user.
 */
export function lockHolder(lockFile: string): string | undefined {
  try {
    const { ino } = statSync(lockFile);
    const path = realpathSync(lockFile);
    const pid = holdersOf(ino).find((one) => hasOpen(one, path));
    return pid && `Process ${pid}${commandOf(pid)}`;
  } catch {
    // The process may be gone by now: the message does without its command.
    return undefined;
  }
}

/** Processes with a lock of the inode: `1: POSIX  ADVISORY  WRITE 4711 08:01:131073 0 EOF`. */
function holdersOf(inode: number): string[] {
  const lines = readFileSync("/proc/locks", "utf8").split("\n");
  const cells = lines.map((line) => line.trim().split(/\s+/));
  return cells.flatMap(([, , , , pid = "", place = ""]) =>
    place.endsWith(`:${inode}`) && /^[1-9]\d*$/.test(pid) ? [pid] : [],
  );
}

/** Inode numbers are unique only within a file system. */
function hasOpen(pid: string, path: string): boolean {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).some((name) => {
    try {
      return readlinkSync(`${folder}/${name}`) === path;
    } catch {
      return false;
    }
  });
}

const COMMAND = /^[a-z][a-z-]*$/;

/** The command's name, and the name given with --by; no other argument, which may be a key. */
function commandOf(pid: string): string {
  const args = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").slice(1);
  const script = args.findIndex((text) => !text.startsWith("-"));
  const command = args[script + 1] ?? "";
  if (!COMMAND.test(command)) return "";
  const given = args.indexOf("--by");
  const by = given < 0 ? "" : (args[given + 1] ?? "");
  return ` (nightpress ${command}${by === "" ? "" : ` by ${by}`})`;
}
