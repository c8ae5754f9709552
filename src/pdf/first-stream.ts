/** The first stream of a small file whose streams are not packed; undefined where there is none. */
export function firstStream(file: Uint8Array): Uint8Array | undefined {
  const text = Buffer.from(file.buffer, file.byteOffset, file.length).toString("latin1");
  const content = /stream\r?\n([\s\S]*?)\r?\nendstream/.exec(text)?.[1];
  return content === undefined ? undefined : Buffer.from(content, "latin1");
}
