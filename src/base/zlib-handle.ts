/**
 * The part of Node's zlib streams that works synchronously instead of by events. Node has no public
 * call that continues or resets a stream without them.
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

/** The internals of a stream made by `createGunzip` and the like. */
export interface ZlibInside {
  readonly _handle: ZlibHandle;
  /** After a write: free bytes left in the output, unread bytes left in the input. */
  readonly _writeState: Uint32Array;
  close(): void;
}
