import { expect, test } from "vitest";
import { check, SMALL } from "./support.ts";

function faults(text: string): string[] {
  return check(text).diagnostics.map(({ message, hint }) => `${message} ${hint ?? ""}`);
}

const MESSAGE = "  - message: marketing\n";

test("messages compete for room and places, and the foot has the end of the flow", () => {
  const text = SMALL.replace(
    MESSAGE,
    `${MESSAGE}    if-room: true\n    priority: 2\n    at-foot: true\n`,
  );
  const { plan, diagnostics } = check(
    text.replace("blocks:\n  - heading", "zones: { marketing: { most: 1 } }\nblocks:\n  - heading"),
  );
  expect(diagnostics).toEqual([]);
  expect(plan?.zones).toEqual([{ name: "marketing", most: 1 }]);
  expect(plan?.blocks.at(-1)).toMatchObject({ ifRoom: true, priority: 2, atFoot: true });
});

test("what can be seen to be wrong is said", () => {
  const inside = SMALL.replace(
    "          blocks:\n            - paragraph:",
    "          blocks:\n            - if-room: true\n              paragraph:",
  );
  expect(faults(inside)).toEqual([
    expect.stringMatching(/`if-room` works only in the layout's own/),
  ]);
  const after = SMALL.replace("  - rule: 0.5pt\n", "  - rule: 0.5pt\n    at-foot: true\n");
  expect(faults(after)).toEqual([
    expect.stringMatching(/^This follows a block that stands at the foot/),
  ]);
  const zone = SMALL.replace(
    "blocks:\n  - heading",
    "zones: { marketng: { most: 1 } }\nblocks:\n  - heading",
  );
  expect(faults(zone)).toEqual([
    expect.stringMatching(/zone `marketng`. did you mean `marketing`/),
  ]);
  const many = SMALL.replace(
    "blocks:\n  - heading",
    "zones: { marketing: { most: 0 } }\nblocks:\n  - heading",
  );
  expect(faults(many)).toHaveLength(1);
});

test("a sum that waits for room is not printed in every document", () => {
  const summed = SMALL.replace("data:", "sums: [account.fees]\ndata:").replace(
    "  - rule: 0.5pt\n",
    '  - paragraph: "{account.fees | symbol}"\n    if-room: true\n  - rule: 0.5pt\n',
  );
  expect(faults(summed)).toEqual([expect.stringMatching(/not printed in every document/)]);
  expect(faults(summed.replace("    if-room: true\n", ""))).toEqual([]);
});
