/** How much one batch may hold; a single message larger than that is a batch of its own. */
export interface BatchBounds {
  readonly messagesMax: number;
  readonly bytesMax: number;
}

/**
 * Cuts a row of messages, given by their sizes in bytes, into batches: the position of each batch's
 * first message, and last the number of messages. `[0]` for none.
 */
export function cutBatches(messageBytes: ArrayLike<number>, bounds: BatchBounds): number[] {
  const cuts = [0];
  let batchBytes = 0;
  for (let position = 0; position < messageBytes.length; position += 1) {
    const bytes = messageBytes[position] as number;
    const start = cuts.at(-1) as number;
    const isFull = position - start >= bounds.messagesMax || batchBytes + bytes > bounds.bytesMax;
    if (isFull && position > start) {
      cuts.push(position);
      batchBytes = 0;
    }
    batchBytes += bytes;
  }
  if (messageBytes.length > 0) cuts.push(messageBytes.length);
  return cuts;
}
