import type { RunningHash } from "../base/hash.ts";
import { type Host, type HostFile, parentFolder } from "../base/host.ts";
import { ByteWriter } from "../pdf/byte-writer.ts";

const BUFFER_BYTES = 256 * 1024;

/**
 * A file that is written beside its final place and moved there when it is whole: `write` ...,
 * `seal`, `publish`, and then the caller syncs the folder. After a failure, `discard`.
 */
export class PartialFile {
  readonly path: string;
  readonly #host: Host;
  readonly #file: HostFile;
  readonly #hash: RunningHash | undefined;
  readonly #buffer = new ByteWriter(BUFFER_BYTES);
  #flushed = 0;
  #isOpen = true;

  /** `hash` is fed everything that is written. */
  constructor(host: Host, path: string, hash?: RunningHash) {
    this.path = path;
    this.#host = host;
    this.#hash = hash;
    this.#file = host.openWrite(this.#partialPath);
  }

  get sizeBytes(): number {
    return this.#flushed + this.#buffer.length;
  }

  /** Appends bytes, which the caller may overwrite afterwards. */
  write(bytes: Uint8Array): void {
    if (this.#buffer.length + bytes.length > BUFFER_BYTES) this.#flush();
    if (bytes.length >= BUFFER_BYTES) this.#put(bytes);
    else this.#buffer.append(bytes);
  }

  /** Makes what was written durable and closes the file; it still has its partial name. */
  seal(): void {
    this.#flush();
    this.#file.sync();
    this.#isOpen = false;
    this.#file.close();
  }

  /** Gives a sealed file its final name. */
  publish(): void {
    this.#host.rename(this.#partialPath, this.path);
  }

  /** Removes what there is of a file that will not be published. */
  discard(): void {
    try {
      if (this.#isOpen) this.#file.close();
      this.#isOpen = false;
      this.#host.remove(this.#partialPath);
    } catch {
      // A failing clean-up must not hide the failure that made it necessary; the next attempt
      // overwrites what is left under the partial name.
    }
  }

  get #partialPath(): string {
    return `${this.path}.partial`;
  }

  #flush(): void {
    if (this.#buffer.length === 0) return;
    this.#put(this.#buffer.view());
    this.#buffer.clear();
  }

  #put(bytes: Uint8Array): void {
    this.#flushed += bytes.length;
    this.#hash?.update(bytes);
    this.#file.write(bytes);
  }
}

/**
 * Publishes a sealed data file, what goes `beside` it and the sealed list of its content so that
 * the list has its final name only beside the data it describes: a crash leaves all, or data that
 * nobody may use because it has no list. All are in one folder.
 */
export function publishPair(
  host: Host,
  data: PartialFile,
  list: PartialFile,
  beside: readonly PartialFile[] = [],
): void {
  const folder = parentFolder(data.path);
  if (host.exists(list.path)) {
    host.remove(list.path);
    host.syncFolder(folder);
  }
  data.publish();
  for (const file of beside) file.publish();
  host.syncFolder(folder);
  list.publish();
  host.syncFolder(folder);
}

/** Publishes a sealed file that has no list beside it. */
export function publishAlone(host: Host, data: PartialFile): void {
  data.publish();
  host.syncFolder(parentFolder(data.path));
}
