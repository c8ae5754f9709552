import { closeSync, openSync, truncateSync, writeSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { FragmentReader } from "../../src/spool/fragment-reader.ts";
import type { Channel } from "../../src/model/channel.ts";
import type { FragmentExpectation } from "../../src/model/verification.ts";
import { FragmentContent } from "../../src/verify/file/fragment-content.ts";
import { samplePage, writeMixedFragment } from "../spool/sample-fragment.ts";
import { TestHost } from "../spool/test-host.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

const root = temporaryFolder();
const host = new TestHost();

/** Each with prints 100n to 100n+5 and messages 100n+6 to 100n+8. */
function written(shard: number, file = `${shard}.frag`): FragmentExpectation {
  const { bytes, crc32 } = writeMixedFragment(host, `${root}/${file}`, shard);
  return { file, bytes, checksum: crc32 };
}
const fragments = [0, 1, 2].map((shard) => written(shard));

function contentOf(
  channel: Channel,
  wanted: readonly (readonly [fragment: number, ordinal: number])[],
  among: readonly FragmentExpectation[] = fragments,
) {
  const content = new FragmentContent(host, root, channel, {
    ordinals: Uint32Array.from(wanted, ([, ordinal]) => ordinal),
    fragmentOf: Uint32Array.from(wanted, ([fragment]) => fragment),
    fragments: among,
  });
  const found = wanted.map((_, position) => {
    const entry = content.entry(position);
    if (typeof entry === "string") return entry;
    const meta = JSON.parse(new TextDecoder().decode(entry.meta)) as Record<string, unknown>;
    return { ...entry, content: [...entry.content], meta };
  });
  content.close();
  return found;
}

describe("the verifier's reader of fragments", () => {
  it("finds pages and messages in any order, as they were composed", () => {
    const [first, second] = contentOf("print", [
      [2, 205],
      [0, 1],
    ]);
    const pages = [0, 1, 2, 3].map((page) => samplePage(205, page));
    expect(first).toMatchObject({
      pages: 4,
      sheets: 2,
      isPrimary: true,
      content: pages.flatMap((page) => [...page]),
      meta: { facts: { key: "NB205" }, pageBytes: pages.map(({ length }) => length) },
    });
    expect(second).toMatchObject({ pages: 3, meta: { facts: { key: "NB1", ordinal: 1 } } });
    for (const channel of ["email", "sms"] as const) {
      const wanted = fragments.flatMap((_, at) =>
        [6, 7, 8].map((message) => [at, 100 * at + message] as const),
      );
      const expected = wanted.map(([at, ordinal]) => {
        const reader = FragmentReader.open(host, `${root}/${fragments[at]?.file}`);
        const { bytes, meta } = reader.readRendition(channel, (ordinal % 100) - 6);
        reader.close();
        return { content: [...bytes], meta, isPrimary: channel === "email" };
      });
      expect(contentOf(channel, wanted)).toMatchObject(expected);
    }
  });

  it("says what it does not find", () => {
    const missing = { file: "none.frag", bytes: 1000, checksum: "00000000" };
    const wanted = [
      [0, 1],
      [0, 6],
      [1, 1],
      [2, 1],
      [3, 1],
    ] as const;
    const [, second = missing] = fragments;
    const other = { ...second, checksum: "00000000" };
    const longer = { ...second, bytes: second.bytes + 1 };
    expect(contentOf("print", wanted, [second, other, missing, longer])).toEqual([
      "no-entry",
      "no-entry",
      "bad-fragment",
      "no-fragment",
      "bad-fragment",
    ]);
    expect(contentOf("print", [[7, 1]])).toEqual(["no-fragment"]);
  });

  it("notices bytes that are not as they were written", () => {
    const spoilt = written(0, "spoilt.frag");
    const bytes = Buffer.from(host.readFile(`${root}/spoilt.frag`));
    const whole = contentOf("email", [[0, 7]], [spoilt]);
    const texts = new Set<string>();
    const file = openSync(`${root}/spoilt.frag`, "r+");
    for (let at = 0; at < bytes.length; at += 3) {
      writeSync(file, Uint8Array.of((bytes[at] as number) ^ 0x10), 0, 1, at);
      const [found] = contentOf("email", [[0, 7]], [spoilt]);
      if (typeof found === "string") texts.add(found);
      // What else lies in the fragment is none of the message.
      else expect([found]).toEqual(whole);
      writeSync(file, bytes, at, 1, at);
    }
    closeSync(file);
    expect([...texts].sort()).toEqual(["bad-entry", "bad-fragment"]);
  });

  it("takes no fragment that is cut off or longer", () => {
    const cut = written(0, "cut.frag");
    truncateSync(`${root}/cut.frag`, cut.bytes - 1);
    expect(contentOf("sms", [[0, 7]], [cut])).toEqual(["bad-fragment"]);
    expect(contentOf("sms", [[0, 7]], [{ ...cut, bytes: cut.bytes - 1 }])).toEqual([
      "bad-fragment",
    ]);
    truncateSync(`${root}/cut.frag`, 0);
    expect(contentOf("sms", [[0, 7]], [{ ...cut, bytes: 0 }])).toEqual(["bad-fragment"]);
  });
});
