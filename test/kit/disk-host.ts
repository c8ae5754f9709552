import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import type { Host, HostFile } from "../../src/base/host.ts";

/** The real disk, with a clock that stands still. */
export const diskHost: Host = {
  nowMs: () => 0,
  exists: existsSync,
  sizeBytes: (path) => statSync(path).size,
  readFile: (path) => readFileSync(path),
  list: (path) => (existsSync(path) ? readdirSync(path).sort() : []),
  openRead: (path) => openFile(path, "r"),
  openWrite: (path) => openFile(path, "w"),
  openAppend: (path) => openFile(path, "a"),
  makeFolder: (path) => void mkdirSync(path, { recursive: true, mode: 0o700 }),
  rename: renameSync,
  syncFolder: (path) => {
    const folder = openSync(path, "r");
    fsyncSync(folder);
    closeSync(folder);
  },
  remove: (path) => rmSync(path, { recursive: true, force: true }),
};

function openFile(path: string, flags: string): HostFile {
  const file = openSync(path, flags, 0o600);
  return {
    read: (buffer, offset, length, position) => readSync(file, buffer, offset, length, position),
    write: (bytes) => void writeSync(file, bytes),
    sync: () => fsyncSync(file),
    close: () => closeSync(file),
  };
}
