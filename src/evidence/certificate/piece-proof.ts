import { leafHash, merklePath, rootOfPath } from "../../base/merkle.ts";
import type { Certificate, PieceProof } from "../../model/certificate.ts";
import { leafText, type ProvenItem } from "../../model/proven-item.ts";
import { type CheckLine, checkSeal, type Trust } from "./seal-certificate.ts";

/** The proof of the piece or message whose leaf is at `index` of a run's tree. */
export function makeProof(
  item: ProvenItem,
  index: number,
  leaves: Uint8Array,
  certificate: Certificate,
): PieceProof {
  const path = merklePath(leaves, index).map((hash) => Buffer.from(hash).toString("hex"));
  return { format: "nightpress-proof-1", item, index, path, certificate };
}

/** Checks a proof by itself: its certificate, and the path from its piece to the root. */
export function checkProofLines(proof: PieceProof, trust: Trust): CheckLine[] {
  return [...checkSeal(proof.certificate, trust), pathLine(proof)];
}

export function pathLine({ item, index, path, certificate }: PieceProof): CheckLine {
  const { merkle } = certificate.body;
  const what = "piece";
  if (merkle === null) return { what, ok: false, found: "the run was not verified" };
  const hashes = path.map((hex) => Buffer.from(hex, "hex"));
  const root = rootOfPath(leafHash(leafText(item)), index, merkle.leafCount, hashes);
  const isProven = root !== undefined && Buffer.from(root).toString("hex") === merkle.root;
  const found = isProven
    ? `leaf ${index} of ${merkle.leafCount} leads to the root ${merkle.root}`
    : "its path does not lead to the certificate's root";
  return { what, ok: isProven, found };
}
