import { readdirSync, readFileSync, readlinkSync, realpathSync, statSync } from "node:fs";

/**
 * The process that holds a file's lock, with the command that it does and who gave it, such as
 * `Process 4711 (nightpress verify)`. Linux alone tells; undefined elsewhere, and where the process
 * is another user's.
 */
export function lockHolder(lockFile: string): string | undefined {
  try {
    const { ino } = statSync(lockFile);
    const path = realpathSync(lockFile);
    const pid = holdersOf(ino).find((one) => hasOpen(one, path));
    return pid && `Process ${pid}${commandOf(pid)}`;
  } catch {
    // What says who it is may be gone by now: the message does without.
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

/** Numbers of inodes are used again in every file system. */
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

/** The command's name, and that of the one who gave it; no other argument, which may be a key. */
function commandOf(pid: string): string {
  const args = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").slice(1);
  const script = args.findIndex((text) => !text.startsWith("-"));
  const command = args[script + 1] ?? "";
  if (!COMMAND.test(command)) return "";
  const given = args.indexOf("--by");
  const by = given < 0 ? "" : (args[given + 1] ?? "");
  return ` (nightpress ${command}${by === "" ? "" : ` by ${by}`})`;
}
