/** The encodings that a byte order mark tells; the longer mark first, as it contains a shorter. */
const MARKS: readonly (readonly [string, readonly number[]])[] = [
  ["utf-32le", [0xff, 0xfe, 0, 0]],
  ["utf-32be", [0, 0, 0xfe, 0xff]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
  ["utf-8", [0xef, 0xbb, 0xbf]],
];

/** The encoding that the byte order mark at the start of a file tells, if there is one. */
export function markedEncoding(head: Uint8Array): string | undefined {
  return MARKS.find(([, mark]) => mark.every((byte, index) => head[index] === byte))?.[0];
}

/** Whether a declared encoding is the one of a mark; `utf-16` leaves the order of bytes to it. */
export function agreesWithMark(declared: string, marked: string): boolean {
  return declared === marked || (declared.length > 4 && marked.startsWith(declared));
}
