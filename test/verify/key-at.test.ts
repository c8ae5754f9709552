import { expect, test } from "vitest";
import { keyAt } from "../../src/verify/file/key-at.ts";

test("a key is read as it was written, with a byte order mark at its start too", () => {
  const keys = ["\uFEFFK1", "K2", "\uFEFF", "K\uFEFF3"];
  const bytes = keys.map((key) => Buffer.from(key));
  let end = 0;
  const keyEnds = Uint32Array.from(bytes, ({ length }) => (end += length));
  const read = keys.map((_, at) => keyAt({ keyBytes: Buffer.concat(bytes), keyEnds }, at));
  expect(read).toEqual(keys);
});
