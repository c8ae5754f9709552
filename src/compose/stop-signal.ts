/** What `AbortSignal` says of itself, or a flag that another thread sets. */
export interface StopSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
}

/** Throws the signal's reason once it has been given. */
export function stopIfAborted(stop: StopSignal | undefined): void {
  if (stop?.aborted === true) throw stop.reason;
}
