/** What a time-stamping authority says of a hash (RFC 3161, 2.4.2). */
export interface TimestampClaim {
  /** SHA-256 of what was stamped, in hex. */
  readonly imprintSha256: string;
  /** As the authority writes it, such as `20261129162047Z`. */
  readonly time: string;
}

interface DerNode {
  readonly tag: number;
  readonly content: Uint8Array;
}

const SEQUENCE = 0x30;
const OCTETS = 0x04;
const TIME = 0x18;
const EXPLICIT_0 = 0xa0;
/** 2.16.840.1.101.3.4.2.1 */
const SHA_256 = "608648016503040201";
/** 1.2.840.113549.1.9.16.1.4, `id-ct-TSTInfo` */
const TST_INFO = "2a864886f70d0109100104";

/**
 * What a reply of an authority, or the token in it, claims; undefined if it is none over a SHA-256.
 * Whose signature it has is for the authority's certificate to say: `openssl ts -verify` does.
 */
export function timestampClaim(reply: Uint8Array): TimestampClaim | undefined {
  const info = tokenInfo(reply);
  const [, , imprint, , time] = info === undefined ? [] : (membersOf(info) ?? []);
  const [algorithm, hash] = imprint === undefined ? [] : (membersOf(imprint.content) ?? []);
  const [name] = algorithm === undefined ? [] : (membersOf(algorithm.content) ?? []);
  if (name === undefined || hex(name.content) !== SHA_256) return undefined;
  if (hash?.tag !== OCTETS || hash.content.length !== 32 || time?.tag !== TIME) return undefined;
  return { imprintSha256: hex(hash.content), time: Buffer.from(time.content).toString("latin1") };
}

/** The members of the `TSTInfo` that a reply's signed data is about. */
function tokenInfo(reply: Uint8Array): Uint8Array | undefined {
  const [outer] = membersOf(reply) ?? [];
  const members = outer?.tag === SEQUENCE ? membersOf(outer.content) : undefined;
  // A reply is a status and the token; the token alone begins with what it is.
  const content = members?.[0]?.tag === SEQUENCE ? members[1]?.content : outer?.content;
  const signed = inner(content, 1);
  const [, , encapsulated] = signed === undefined ? [] : (membersOf(signed.content) ?? []);
  const [type] = encapsulated === undefined ? [] : (membersOf(encapsulated.content) ?? []);
  if (type === undefined || hex(type.content) !== TST_INFO) return undefined;
  const octets = inner(encapsulated?.content, 1);
  const [info] = octets?.tag === OCTETS ? (membersOf(octets.content) ?? []) : [];
  return info?.content;
}

/** What an explicitly tagged member of a sequence holds. */
function inner(content: Uint8Array | undefined, index: number): DerNode | undefined {
  const member = content === undefined ? undefined : membersOf(content)?.[index];
  return member?.tag === EXPLICIT_0 ? membersOf(member.content)?.[0] : undefined;
}

/** The members that bytes consist of; undefined where they are not DER. */
function membersOf(bytes: Uint8Array): readonly DerNode[] | undefined {
  const members: DerNode[] = [];
  for (let at = 0; at < bytes.length;) {
    const tag = bytes[at] ?? 0;
    const first = bytes[at + 1] ?? 0x80;
    // A length of more than four bytes is that of no reply; 0x80 is none of DER.
    const lengthBytes = first < 0x80 ? 0 : first - 0x80;
    if (first === 0x80 || lengthBytes > 4) return undefined;
    const start = at + 2 + lengthBytes;
    const length = lengthBytes === 0 ? first : numberIn(bytes.subarray(at + 2, start));
    if (start + length > bytes.length) return undefined;
    members.push({ tag, content: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return members;
}

function numberIn(bytes: Uint8Array): number {
  return bytes.reduce((value, byte) => value * 256 + byte, 0);
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
