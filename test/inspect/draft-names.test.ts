import { expect, it } from "vitest";
import { columnRoles } from "../../src/inspect/draft/column-roles.ts";
import { pathName } from "../../src/inspect/draft/path-name.ts";
import type { ColumnFinding } from "../../src/model/inspection.ts";

const column = (name: string): ColumnFinding => ({
  name,
  kind: { kind: "text", forms: [], evidence: "", doubt: "" },
  filled: 9,
  distinct: 9,
  isEstimated: false,
  isNumeric: false,
  shortest: 10,
  longest: 20,
  samples: [],
});

const linesOf = (...names: readonly string[]): readonly string[] =>
  columnRoles(names.map(column)).lines;

it("takes where things are delivered for an address, but not what the post adds to it", () => {
  expect(linesOf("delivery_address_1", "delivery_address_2", "address_delivery_point")).toEqual([
    "delivery_address_1",
    "delivery_address_2",
  ]);
  expect(linesOf("addr1", "addr_plus4", "address_type", "address_deliverable")).toEqual(["addr1"]);
  expect(linesOf("delivery.address.street")).toEqual(["delivery.address.street"]);
});

it("calls a leaf by the last name of its path alone where no other has it", () => {
  const all = ["phone", "agent.phone", "agent.desk", "owner.date"].map(column);
  expect(all.map((one) => pathName(one, all))).toEqual([
    "phone",
    "agent_phone",
    "desk",
    "owner_date",
  ]);
});
