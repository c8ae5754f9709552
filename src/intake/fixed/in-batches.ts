const BATCH_UNITS = 512;

/** What is made of each item, in batches; what is made of nothing is left out. */
export async function* inBatches<From, To>(
  items: Iterable<From>,
  make: (item: From) => To | undefined,
): AsyncGenerator<readonly To[]> {
  let batch: To[] = [];
  for (const item of items) {
    const made = make(item);
    if (made === undefined) continue;
    batch.push(made);
    if (batch.length < BATCH_UNITS) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}
