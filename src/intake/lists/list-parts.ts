import { type Diagnostic, diagnostic, UsageError } from "../../base/diagnostic.ts";
import type { Host } from "../../base/host.ts";
import { limits } from "../../base/limits.ts";
import type { ListSpec } from "../../model/list-spec.ts";
import { type TakeBytes, unpackFile, unpackMember } from "../files/unpack-file.ts";
import { listFault, type ListWords } from "./list-words.ts";

/** The bytes of a list, or of a member of its archive, unpacked. */
export interface ListPart {
  /** The name in findings, by which its format is known, too. */
  readonly file: string;
  readonly bytes: Buffer;
}

/**
 * Reads a list into memory, unpacked. Throws a `UsageError` if it is missing, larger than allowed,
 * or if what packs it is damaged.
 */
export async function listParts(host: Host, spec: ListSpec, words: ListWords): Promise<ListPart[]> {
  const { file, compression } = spec;
  if (!host.exists(file)) throw new UsageError([missing(file, words)]);
  const room = new Room(file, words);
  room.take(host.sizeBytes(file));
  if (compression === "none") return [{ file, bytes: Buffer.from(host.readFile(file)) }];
  room.empty();
  if (compression === "zip") return zipParts(host, spec, room);
  const gathered = gather(room, (take) => unpackFile(host, file, compression, take, () => {}));
  return [{ file, bytes: gathered }];
}

async function zipParts(host: Host, { file, members }: ListSpec, room: Room): Promise<ListPart[]> {
  const { zipMembers } = await import("../source/zip-members.ts");
  const archive = host.openRead(file);
  try {
    const found = await zipMembers(host, archive, file, members);
    return found.map((member) => {
      const name = `${file}/${member.name}`;
      return {
        file: name,
        bytes: gather(room, (take) => unpackMember(archive, name, member, take)),
      };
    });
  } finally {
    archive.close();
  }
}

function gather(room: Room, unpack: (take: TakeBytes) => void): Buffer {
  const parts: Uint8Array[] = [];
  unpack((bytes) => {
    room.take(bytes.length);
    parts.push(Uint8Array.from(bytes));
  });
  return Buffer.concat(parts);
}

/** How much of a list is read into memory. */
class Room {
  #usedBytes = 0;
  readonly #file: string;
  readonly #words: ListWords;

  constructor(file: string, words: ListWords) {
    this.#file = file;
    this.#words = words;
  }

  take(sizeBytes: number): void {
    this.#usedBytes += sizeBytes;
    if (this.#usedBytes <= limits.listBytesMax) return;
    const most = `is larger than the ${limits.listBytesMax / 1024 / 1024} MB that are allowed`;
    throw new UsageError([listFault(this.#words, { file: this.#file, line: 0 }, most)]);
  }

  empty(): void {
    this.#usedBytes = 0;
  }
}

function missing(file: string, words: ListWords): Diagnostic {
  return diagnostic(words.missing, `The ${words.noun} does not exist: ${file}`, {
    hint: "Name an existing file.",
  });
}
