import type { HostFile } from "../../src/base/host.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { rssPeakBytes } from "../cpu-meter.ts";

/** Shares of the work at which memory is looked at. */
export const PEAK_SHARES = [0.1, 0.5, 1] as const;

const STEP_BYTES = 1024 * 1024;

/** The most memory the process has held, looked at after each step of the work. */
export class MemoryTrace {
  readonly #step: number;
  readonly #done: number[] = [];
  readonly #peaksBytes: number[] = [];
  #sum = 0;

  constructor(step = STEP_BYTES) {
    this.#step = step;
  }

  /** Notes that so much more has been done. */
  add(amount: number): void {
    this.#sum += amount;
    if (this.#sum < (this.#done.at(-1) ?? 0) + this.#step) return;
    this.#done.push(this.#sum);
    this.#peaksBytes.push(rssPeakBytes());
  }

  /** The peak up to each of the shares. */
  peaksBytes(): number[] {
    if (this.#sum === 0) return [];
    const all = this.#done.at(-1) ?? 0;
    return PEAK_SHARES.map((share) => {
      const at = this.#done.findIndex((done) => done >= all * share);
      return this.#peaksBytes[at] ?? rssPeakBytes();
    });
  }
}

/** Copying and scanning have memory of their own, and one begins where the other has ended. */
export interface PrepareTraces {
  readonly copying: MemoryTrace;
  readonly scanning: MemoryTrace;
}

/** The machine's files; traces are told of all that is read and written. */
export class TracedHost extends NodeHost {
  readonly #traces: PrepareTraces;
  readonly #workFolder: string;
  #trace: MemoryTrace;

  /** Copies are made first if there are any, and scanned in the work folder. */
  constructor(traces: PrepareTraces, workFolder: string, hasCopies: boolean) {
    super();
    this.#traces = traces;
    this.#workFolder = workFolder;
    this.#trace = hasCopies ? traces.copying : traces.scanning;
  }

  override openRead(path: string): HostFile {
    if (path.startsWith(this.#workFolder)) this.#trace = this.#traces.scanning;
    return this.#traced(super.openRead(path));
  }

  override openWrite(path: string): HostFile {
    return this.#traced(super.openWrite(path));
  }

  #traced(file: HostFile): HostFile {
    const trace = this.#trace;
    return {
      read: (buffer, offset, length, position) => {
        const count = file.read(buffer, offset, length, position);
        trace.add(count);
        return count;
      },
      write: (bytes) => {
        file.write(bytes);
        trace.add(bytes.length);
      },
      sync: () => file.sync(),
      close: () => file.close(),
    };
  }
}
