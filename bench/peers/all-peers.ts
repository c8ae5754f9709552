import { bareLoop } from "./bare-loop.ts";
import type { Peer } from "./peer.ts";
import { pdfkitEach } from "./pdfkit-each.ts";
import { pdfkitSpool } from "./pdfkit-spool.ts";
import { pdfmake } from "./pdfmake.ts";
import { reactPdf } from "./react-pdf.ts";

/** Every peer by the name it has in results. */
export const peers = {
  "bare-loop": bareLoop,
  "pdfkit-spool": pdfkitSpool,
  "pdfkit-each": pdfkitEach,
  pdfmake,
  "react-pdf": reactPdf,
} as const satisfies Readonly<Record<string, Peer>>;

export type PeerName = keyof typeof peers;
export const PEER_NAMES = Object.keys(peers) as readonly PeerName[];
