/**
 * Everything the engine asks of the machine: files and the clock. Code above `base` gets a `Host`
 * handed to it and never touches the system itself, so that tests can inject faults and nothing
 * below `engine` depends on when or where it runs. All calls are synchronous: they are made in
 * worker threads, where waiting is what the thread is for.
 */
export interface Host {
  /** Milliseconds since the epoch. For reports and audit only, never for deterministic output. */
  nowMs(): number;

  exists(path: string): boolean;
  sizeBytes(path: string): number;
  /** The whole file. Throws a `HostError` if it cannot be read. */
  readFile(path: string): Uint8Array;
  /** Names in a folder, sorted; empty if there is no such folder. */
  list(path: string): string[];

  openRead(path: string): HostFile;
  /** Creates or truncates, mode 0600. */
  openWrite(path: string): HostFile;
  /** Creates, mode 0600, or appends to an existing file. */
  openAppend(path: string): HostFile;

  /** Creates a folder and its parents, mode 0700. */
  makeFolder(path: string): void;
  rename(from: string, to: string): void;
  /** Makes renames and creations in a folder durable. */
  syncFolder(path: string): void;
  /** Removes a file or a folder with everything in it; does nothing if there is none. */
  remove(path: string): void;
}

/** An open file. */
export interface HostFile {
  /** Reads up to `length` bytes at `position` into `buffer` at `offset`; the count read. */
  read(buffer: Uint8Array, offset: number, length: number, position: number): number;
  /** Appends all of the bytes. */
  write(bytes: Uint8Array): void;
  sync(): void;
  close(): void;
}

/** A failure of the machine (disk full, no such file, no permission), with the path it concerns. */
export class HostError extends Error {
  override readonly name = "HostError";
  readonly code: string;
  readonly path: string;

  constructor(code: string, path: string, message: string) {
    super(message);
    this.code = code;
    this.path = path;
  }
}

const SHORTAGES: ReadonlySet<string> = new Set(["EMFILE", "ENFILE", "ENOMEM"]);

/**
 * Whether a file could not be used because the machine is short of something, which says nothing
 * about the file.
 */
function isShortage(error: unknown): boolean {
  return error instanceof HostError && SHORTAGES.has(error.code);
}

/** Whether a file is at fault: it does not exist, cannot be read, or is not what it should be. */
export function isFaultOfFile(error: unknown): error is HostError {
  return error instanceof HostError && !isShortage(error);
}

/**
 * Writes a file so that after any crash it is there whole or not at all: write beside it, sync,
 * rename, sync the folder.
 */
export function writeFileAtomic(host: Host, path: string, bytes: Uint8Array): void {
  const partial = `${path}.partial`;
  try {
    const file = host.openWrite(partial);
    try {
      file.write(bytes);
      file.sync();
    } finally {
      file.close();
    }
    host.rename(partial, path);
  } catch (error) {
    removeQuietly(host, partial);
    throw error;
  }
  host.syncFolder(parentFolder(path));
}

/** A failing clean-up must not hide the failure that made it necessary. */
function removeQuietly(host: Host, path: string): void {
  try {
    host.remove(path);
  } catch {
    // The next attempt overwrites it.
  }
}

/**
 * Makes a folder and missing ones above it, and makes all their names durable: what is synced
 * within a folder is lost with the name of the folder.
 */
export function makeDurableFolder(host: Host, path: string): void {
  const parent = parentFolder(path);
  if (!host.exists(path)) {
    if (!host.exists(parent)) makeDurableFolder(host, parent);
    host.makeFolder(path);
  }
  // Even if it exists: its creator may have been killed before this.
  host.syncFolder(parent);
}

export function parentFolder(path: string): string {
  return path.slice(0, Math.max(1, path.lastIndexOf("/")));
}
