import { expect, test } from "vitest";
import { nearKeys } from "../../src/base/near-keys.ts";

test.each([
  ["1001", "0001001"],
  ["0001001", "1001"],
  ["W-1001", "W-0001001"],
  ["W-0001001", "W-1001"],
  ["W-0001001", "W1001"],
  [" 1001 ", "1001"],
  ["'0001001", "0001001"],
  ['="0001001"', "0001001"],
  ["1001.0", "0001001"],
  ["10 01", "1001"],
  ["0", "000"],
  ["NB 0001", "NB1"],
])("%s may be %s", (key, other) => {
  expect(nearKeys(key)).toContain(other);
});

test.each([
  ["1001", "1010"],
  ["1001", "1001"],
  ["W-1001", "V-1001"],
  ["1001", "10010"],
  ["", "0"],
  ["ABC", "ABCD"],
])("%s is not near %s", (key, other) => {
  expect(nearKeys(key)).not.toContain(other);
});

test("a key has few near ones", () => {
  for (const key of ["1", "0".repeat(40), "W-1001-22", "x".repeat(1000), "9".repeat(30)])
    expect(nearKeys(key).length).toBeLessThan(40);
});
