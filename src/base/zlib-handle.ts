/**
 * The part of a zlib stream of Node's that works at once instead of by events. Node has no public
 * call that goes on with a stream, or resets it, without them.
 */
export interface ZlibHandle {
  reset(): void;
  params(level: number, strategy: number): void;
  writeSync(
    flush: number,
    input: Uint8Array,
    inputOffset: number,
    inputLength: number,
    output: Uint8Array,
    outputOffset: number,
    outputLength: number,
  ): void;
  close(): void;
  onerror: (message: string, errorNumber: number, code: string) => void;
}

/** What a stream made by `createGunzip` and its like keeps inside. */
export interface ZlibInside {
  readonly _handle: ZlibHandle;
  /** After a write: free bytes left in the output, unread bytes left in the input. */
  readonly _writeState: Uint32Array;
  close(): void;
}
