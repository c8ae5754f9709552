import { errorCode, messageOf } from "../../base/error-facts.ts";
import {
  chmodSync,
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeSync,
} from "node:fs";
import { type Host, HostError, type HostFile, parentFolder } from "../../base/host.ts";

/**
 * The host that a module makes, by its `makeHost` export, or the machine if none is named. Each
 * thread makes its own, as a host cannot be passed to it.
 */
export async function openHost(hostModule: string | undefined): Promise<Host> {
  if (hostModule === undefined) return new NodeHost();
  const { makeHost } = (await import(hostModule)) as { makeHost: () => Host };
  return makeHost();
}

/** Links are not written through: what is in a run's folder stays there. */
const NO_LINKS = constants.O_NOFOLLOW ?? 0;
const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | NO_LINKS;
const LONGER_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND | NO_LINKS;

/** The machine itself. Files are made readable by their owner alone. */
export class NodeHost implements Host {
  nowMs(): number {
    return Date.now();
  }

  exists(path: string): boolean {
    return existsSync(path);
  }

  sizeBytes(path: string): number {
    return guarded(path, () => plainFile(path).size);
  }

  readFile(path: string): Uint8Array {
    return guarded(path, () => {
      plainFile(path);
      return readFileSync(path);
    });
  }

  list(path: string): string[] {
    return existsSync(path) ? guarded(path, () => readdirSync(path).sort()) : [];
  }

  openRead(path: string): HostFile {
    return guarded(path, () => {
      plainFile(path);
      return new NodeFile(path, openSync(path, "r"));
    });
  }

  openWrite(path: string): HostFile {
    return guarded(path, () => new NodeFile(path, openPrivate(path, NEW_FILE)));
  }

  openAppend(path: string): HostFile {
    return guarded(path, () => new NodeFile(path, openPrivate(path, LONGER_FILE)));
  }

  makeFolder(path: string): void {
    if (existsSync(path)) return;
    const parent = parentFolder(path);
    if (parent !== path) this.makeFolder(parent);
    guarded(path, () => makePrivateFolder(path));
  }

  rename(from: string, to: string): void {
    guarded(to, () => renameSync(from, to));
  }

  syncFolder(path: string): void {
    guarded(path, () => {
      const descriptor = openSync(path, "r");
      try {
        fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
    });
  }

  remove(path: string): void {
    guarded(path, () => rmSync(path, { recursive: true, force: true }));
  }
}

/** Devices have no end, and opening a pipe blocks until it has a writer. */
function plainFile(path: string): Stats {
  const stats = statSync(path);
  if (stats.isFile() || stats.isDirectory()) return stats;
  throw Object.assign(new Error(), { code: "ENOTFILE" });
}

/** Owner-only, whatever permissions the process removes from new files (umask). */
function makePrivateFolder(path: string): void {
  try {
    mkdirSync(path, 0o700);
  } catch (error) {
    // Another process may have been first.
    if (errorCode(error) === "EEXIST") return;
    throw error;
  }
  chmodSync(path, 0o700);
}

/** Owner-only, even if a file with another mode exists already. */
function openPrivate(path: string, flags: number): number {
  const descriptor = openSync(path, flags, 0o600);
  fchmodSync(descriptor, 0o600);
  return descriptor;
}

class NodeFile implements HostFile {
  readonly #path: string;
  readonly #descriptor: number;

  constructor(path: string, descriptor: number) {
    this.#path = path;
    this.#descriptor = descriptor;
  }

  read(buffer: Uint8Array, offset: number, length: number, position: number): number {
    return guarded(this.#path, () => readSync(this.#descriptor, buffer, offset, length, position));
  }

  write(bytes: Uint8Array): void {
    guarded(this.#path, () => {
      let written = 0;
      while (written < bytes.length) {
        written += writeSync(this.#descriptor, bytes, written, bytes.length - written);
      }
    });
  }

  sync(): void {
    guarded(this.#path, () => fsyncSync(this.#descriptor));
  }

  close(): void {
    guarded(this.#path, () => closeSync(this.#descriptor));
  }
}

/** The cause of a failure, for the person at the machine, by the system's error code. */
const SENTENCES: Readonly<Record<string, string>> = {
  ENOENT: "There is no such file or folder",
  EACCES: "This user may not use the file or folder",
  EPERM: "This user may not use the file or folder",
  ENOSPC: "The disk is full",
  EDQUOT: "The disk quota is used up",
  EMFILE: "Too many files are open (raise the limit that `ulimit -n` shows)",
  EISDIR: "It is a folder, not a file",
  ENOTFILE: "It is a device or a pipe, not a file",
  ELOOP: "It is a link, and links are not written through",
  ENAMETOOLONG: "The name is longer than the disk allows",
  ENFILE: "Too many files are open on this machine",
  ENOTDIR: "It is a file, not a folder",
  EIO: "The disk failed",
  EROFS: "The disk is read-only",
};

function guarded<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    const code = errorCode(error);
    // Node removes folders with its own code, whose errors have a message alone.
    const known = code === "" ? messageOf(error) : code;
    const sentence = SENTENCES[code] ?? `The system reported ${known}`;
    throw new HostError(code === "" ? "UNKNOWN" : code, path, `${sentence}: ${path}`);
  }
}
