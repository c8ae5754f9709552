import { type Diagnostic, diagnostic, UsageError } from "../../base/diagnostic.ts";
import { fileHash } from "../../base/file-hash.ts";
import { sha256 } from "../../base/hash.ts";
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

/** A list in memory, and the SHA-256 of its file as it was read. */
export interface ListContent {
  readonly parts: readonly ListPart[];
  readonly sha256: string;
}

/**
 * Reads a list into memory, unpacked. Throws a `UsageError` if it is missing, larger than allowed,
 * or if what packs it is damaged.
 */
export async function listContent(
  host: Host,
  spec: ListSpec,
  words: ListWords,
): Promise<ListContent> {
  const { file, compression } = spec;
  if (!host.exists(file)) throw new UsageError([missing(file, words)]);
  const room = new Room(file, words);
  room.take(host.sizeBytes(file));
  if (compression === "none") {
    const bytes = Buffer.from(host.readFile(file));
    return { parts: [{ file, bytes }], sha256: sha256(bytes) };
  }
  room.empty();
  if (compression === "zip")
    return { parts: await zipParts(host, spec, room), sha256: fileHash(host, file) };
  let hash = "";
  const bytes = gather(room, (take) => {
    hash = unpackFile(host, file, compression, take, () => {});
  });
  return { parts: [{ file, bytes }], sha256: hash };
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
