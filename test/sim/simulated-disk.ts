import {
  closeSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import type { Prng } from "../../src/base/prng.ts";
import { isDatabaseFile } from "./database-disk.ts";

/** A file or folder, whatever it is called and whether any name of it is left. */
export interface Inode {
  readonly kind: "file" | "folder";
  /** Where its bytes are in the real file system. */
  place: string;
  /** So many of its bytes survive a loss of power for sure. */
  syncedBytes: number;
  /** What it held before it was truncated, until the next sync. */
  older?: Uint8Array | undefined;
  /** A sync failed: the system forgets which bytes were not written, and later syncs do nothing. */
  hasLostWrites?: boolean;
}

/** A change of a folder's names that no sync of the folder has made durable yet. */
interface NameChange {
  readonly folder: string;
  readonly path: string;
  /** Undefined where the name is taken away. */
  readonly inode: Inode | undefined;
  /** The name that a rename takes away, in the same folder. */
  readonly from?: string;
}

/** How a file system may bring names to the disk that were not synced. */
const ORDERS = ["none", "journal", "by-folder", "any"] as const;

/**
 * What a disk keeps of a folder through a loss of power, by the letter of POSIX: bytes of a file
 * once it was synced, names once their folder was. What was not synced may be there all the same,
 * in any part. The files themselves are real and lie below `root`; those that were removed are
 * kept beside it, as a removal may be undone.
 */
export class SimulatedDisk {
  readonly root: string;
  readonly #attic: string;
  #names = new Map<string, Inode>();
  #durable = new Map<string, Inode>();
  #pending: NameChange[] = [];
  #kept = 0;

  /** All that lies in `root` is taken to be on the disk for good. */
  constructor(root: string) {
    this.root = root;
    this.#attic = `${root}.attic`;
    rmSync(this.#attic, { recursive: true, force: true });
    mkdirSync(this.#attic);
    this.#adopt();
  }

  wrote(path: string): Inode {
    return this.#file(path);
  }

  /** A file is about to be created or truncated. */
  opening(path: string): void {
    const inode = this.#names.get(path);
    if (inode === undefined) return;
    inode.older ??= readFileSync(path).subarray(0, inode.syncedBytes);
    inode.syncedBytes = 0;
  }

  /** A file was created, if it was not there. */
  opened(path: string): Inode {
    const known = this.#names.get(path);
    if (known !== undefined) return known;
    const inode: Inode = { kind: "file", place: path, syncedBytes: 0 };
    this.#change({ folder: dirname(path), path, inode });
    return inode;
  }

  synced(inode: Inode): void {
    if (inode.hasLostWrites === true) return;
    inode.syncedBytes = statSync(inode.place).size;
    inode.older = undefined;
  }

  madeFolder(path: string): void {
    if (path.length <= this.root.length || this.#names.has(path)) return;
    this.madeFolder(dirname(path));
    const inode: Inode = { kind: "folder", place: path, syncedBytes: 0 };
    this.#change({ folder: dirname(path), path, inode });
  }

  /** Renames, keeping what stood under the new name. */
  rename(from: string, to: string): void {
    const inode = this.#names.get(from);
    const replaced = this.#names.get(to);
    if (replaced !== undefined) replaced.place = this.#linkAway(to);
    renameSync(from, to);
    if (inode === undefined) return;
    inode.place = to;
    this.#change({ folder: dirname(to), path: to, inode, from });
  }

  /** Removes a file or a folder with all in it, keeping what it held. */
  remove(path: string): void {
    const inside = [...this.#names.keys()].filter(
      (name) => name === path || name.startsWith(`${path}/`),
    );
    // Innermost first, as a folder must be empty to go.
    for (const name of inside.sort((a, b) => b.length - a.length || (a < b ? -1 : 1))) {
      const inode = this.#names.get(name) as Inode;
      if (inode.kind === "file" && existsSync(name)) inode.place = this.#linkAway(name);
      this.#change({ folder: dirname(name), path: name, inode: undefined });
    }
    rmSync(path, { recursive: true, force: true });
  }

  syncedFolder(folder: string): void {
    const own = this.#pending.filter((change) => change.folder === folder);
    this.#pending = this.#pending.filter((change) => change.folder !== folder);
    for (const change of own) apply(this.#durable, change);
  }

  /** Puts the folder into a state that the disk could have after the power went just now. */
  losePower(random: Prng): void {
    const names = new Map(this.#durable);
    for (const change of this.#surviving(random)) apply(names, change);
    const next = `${this.root}.next`;
    rmSync(next, { recursive: true, force: true });
    mkdirSync(next);
    const reachable = [...names].sort(([a], [b]) => a.length - b.length);
    for (const [path, inode] of reachable) {
      const target = next + path.slice(this.root.length);
      if (!existsSync(dirname(target))) continue;
      if (inode.kind === "folder") mkdirSync(target);
      else layDown(inode, target, random);
    }
    this.#bringDatabases(next);
    rmSync(this.root, { recursive: true });
    renameSync(next, this.root);
    this.settle();
  }

  /** From now on all that lies there is on the disk for good. */
  settle(): void {
    rmSync(this.#attic, { recursive: true, force: true });
    mkdirSync(this.#attic);
    this.#adopt();
  }

  /** Databases are written past the host: see `DatabaseDisk`. */
  #bringDatabases(next: string): void {
    for (const name of readdirSync(this.root, { recursive: true, encoding: "utf8" })) {
      if (!isDatabaseFile(name) || !existsSync(dirname(`${next}/${name}`))) continue;
      renameSync(`${this.root}/${name}`, `${next}/${name}`);
    }
  }

  #surviving(random: Prng): NameChange[] {
    const order = random.pick(ORDERS);
    const all = this.#pending;
    if (order === "none") return [];
    if (order === "journal") return all.slice(0, random.between(0, all.length));
    if (order === "any") return all.filter(() => random.chance(0.5));
    const left = new Map<string, number>();
    for (const { folder } of all) left.set(folder, (left.get(folder) ?? 0) + 1);
    for (const [folder, count] of left) left.set(folder, random.between(0, count));
    return all.filter(({ folder }) => {
      const count = left.get(folder) as number;
      left.set(folder, count - 1);
      return count > 0;
    });
  }

  #change(change: NameChange): void {
    apply(this.#names, change);
    this.#pending.push(change);
  }

  #file(path: string): Inode {
    return this.#names.get(path) ?? this.opened(path);
  }

  #linkAway(path: string): string {
    const place = `${this.#attic}/${this.#kept++}`;
    linkSync(path, place);
    return place;
  }

  #adopt(): void {
    this.#names = new Map();
    this.#pending = [];
    const entries = readdirSync(this.root, { recursive: true, withFileTypes: true });
    for (const entry of entries) {
      const path = `${entry.parentPath}/${entry.name}`;
      if (isDatabaseFile(path)) continue;
      const kind = entry.isDirectory() ? "folder" : "file";
      const syncedBytes = kind === "file" ? statSync(path).size : 0;
      this.#names.set(path, { kind, place: path, syncedBytes });
    }
    this.#durable = new Map(this.#names);
  }
}

function apply(names: Map<string, Inode>, { path, inode, from }: NameChange): void {
  if (from !== undefined) names.delete(from);
  if (inode === undefined) names.delete(path);
  else names.set(path, inode);
}

/** Lays a file down with the bytes that a loss of power could have left of it. */
function layDown(inode: Inode, target: string, random: Prng): void {
  const { place, syncedBytes, older } = inode;
  if (older !== undefined && random.chance(0.3))
    return writeFileSync(target, older, { mode: 0o600 });
  copyFileSync(place, target);
  const size = statSync(target).size;
  if (size <= syncedBytes) return;
  const fate = random.pick(["lost", "torn", "zeros", "kept"] as const);
  if (fate === "lost") truncateSync(target, syncedBytes);
  if (fate === "torn") truncateSync(target, random.between(syncedBytes, size));
  if (fate === "zeros") zeroFrom(target, random.between(syncedBytes, size - 1), size);
}

/** The file's size was written and its last blocks were not: they read as zeros. */
function zeroFrom(path: string, from: number, size: number): void {
  const file = openSync(path, "r+");
  writeSync(file, new Uint8Array(size - from), 0, size - from, from);
  closeSync(file);
}
