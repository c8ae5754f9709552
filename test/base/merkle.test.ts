import fc from "fast-check";
import { expect, test } from "vitest";
import {
  GrowingRoot,
  HASH_BYTES,
  leafHash,
  merklePath,
  merkleRoot,
  rootOfPath,
} from "../../src/base/merkle.ts";

/** Inputs and roots of the reference implementation's tests of RFC 6962's tree, which is the same. */
const INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657"].map(bytesOf);
const ROOTS: Readonly<Record<number, string>> = {
  0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  4: "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  6: "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  7: "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
};

test("roots are those of the published test vectors", () => {
  for (const [count, root] of Object.entries(ROOTS))
    expect(hex(merkleRoot(leavesOf(INPUTS.slice(0, Number(count)))))).toBe(root);
});

test("every leaf's path leads to the root, and no other leaf's does", () => {
  const many = fc.array(fc.uint8Array({ maxLength: 4 }), { minLength: 1, maxLength: 70 });
  fc.assert(
    fc.property(many, fc.nat(), (inputs, pick) => {
      const leaves = leavesOf(inputs);
      const root = hex(merkleRoot(leaves));
      const index = pick % inputs.length;
      const path = merklePath(leaves, index);
      const leaf = leaves.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES);
      expect(hex(rootOfPath(leaf, index, inputs.length, path))).toBe(root);
      const other = leafHash("another piece altogether");
      expect(hex(rootOfPath(other, index, inputs.length, path))).not.toBe(root);
      expect(hex(rootOfPath(leaf, index, inputs.length, [...path, leaf]))).not.toBe(root);
    }),
  );
});

test("a root that grows is the root of all, however the leaves come", () => {
  const several = fc.array(fc.array(fc.uint8Array({ maxLength: 4 }), { maxLength: 20 }));
  fc.assert(
    fc.property(several, (parts) => {
      const growing = new GrowingRoot();
      for (const inputs of parts) growing.add(leavesOf(inputs));
      expect(hex(growing.root())).toBe(hex(merkleRoot(leavesOf(parts.flat()))));
      expect(growing.leafCount).toBe(parts.flat().length);
    }),
  );
});

function leavesOf(inputs: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(inputs.map(leafHash));
}

function bytesOf(text: string): Uint8Array {
  return Buffer.from(text, "hex");
}

function hex(bytes: Uint8Array | undefined): string {
  return bytes === undefined ? "" : Buffer.from(bytes).toString("hex");
}
