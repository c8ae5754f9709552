import { crc32 } from "node:zlib";
import sharp from "sharp";
import { UsageError } from "../../../src/base/diagnostic.ts";
import type { Prng } from "../../../src/base/prng.ts";
import { prepareImages } from "../../../src/work/prepare-images.ts";
import { readImages } from "../../../src/layout/art/images.ts";
import { YamlSource } from "../../../src/yaml/yaml-source.ts";
import { shared } from "../../layout/support.ts";
import type { FuzzTarget, Verdict } from "../fuzz-kind.ts";
import { MemoryHost } from "../memory-host.ts";
import { mutateBytes } from "../mutate-bytes.ts";
import { mutateText } from "../mutate-text.ts";

const SVG = `<?xml version="1.0"?>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20" role="img" aria-label="Logo">
  <!-- a logo -->
  <title>Logo</title>
  <g fill="#123456"><path d="M0 0 L10 0 C12 4 12 6 10 10 A5 5 0 0 1 0 10 Z" fill-rule="evenodd"/>
  <rect x="12" y="1" width="8" height="8" rx="2" fill="red"/></g>
  <circle cx="30" cy="5" r="4"/><ellipse cx="30" cy="15" rx="4" ry="2" fill="none"/>
  <polygon points="0,12 5,20 10,12" fill="#abc"/>
</svg>
`;
const ENDINGS = ["svg", "png", "jpg"] as const;

/** Byte 0 of an input says by which ending the file goes; the rest is the file. */
export async function openTarget(): Promise<FuzzTarget> {
  const pixels = sharp({ create: { width: 24, height: 9, channels: 4, background: "#12345680" } });
  const [png, jpeg] = [await pixels.clone().png().toBuffer(), await pixels.jpeg().toBuffer()];
  return {
    mutate: (prng) => {
      const kind = prng.pick([0, 0, 1, 2]);
      const files = [
        () => mutateText(prng, SVG),
        () => spoiltPng(prng, png),
        () => mutateBytes(prng, jpeg),
      ];
      return Buffer.concat([Buffer.of(kind), files[kind]?.() ?? png]);
    },
    check: (input) => checkImage(ENDINGS[(input[0] ?? 0) % 3] as string, input.subarray(1)),
  };
}

/** Half of them with right checksums again: then the decoder sees what is wrong. */
function spoiltPng(prng: Prng, png: Buffer): Uint8Array {
  const bytes = Buffer.from(mutateBytes(prng, png, 3));
  if (prng.chance(0.5)) return bytes;
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = bytes.readUInt32BE(at);
    if (at + 12 + length > bytes.length) break;
    bytes.writeUInt32BE(crc32(bytes.subarray(at + 4, at + 8 + length)), at + 8 + length);
    at += 12 + length;
  }
  return bytes;
}

async function checkImage(ending: string, bytes: Uint8Array): Promise<Verdict> {
  const host = new MemoryHost();
  host.files.set(`/l/images/logo.${ending}`, Buffer.from(bytes));
  const source = new YamlSource("/l/layout.yaml", `images:\n  logo: logo.${ending}\n`, "layout");
  const images = readImages(source, { host, folder: "/l", ...shared }, { logo: `logo.${ending}` });
  if (source.diagnostics.length > 0)
    return { kind: "refused", codes: source.diagnostics.map(({ code }) => code) };
  try {
    await prepareImages(host, { images: images.items, colors: [] }, () => true);
    return { kind: "accepted" };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { kind: "refused", codes: error.diagnostics.map(({ code }) => code) };
  }
}
