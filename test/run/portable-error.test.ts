import { expect, test } from "vitest";
import { HostError } from "../../src/base/host.ts";
import { arrivedError, portableError } from "../../src/run/tasks/portable-error.ts";

test("a host's failure comes out of a thread as it was", () => {
  const failed = new HostError("ENOSPC", "/out/shards/000.frag", "The disk is full");
  const arrived = arrivedError(structuredClone(portableError(failed)));
  expect(arrived).toBeInstanceOf(HostError);
  expect(arrived).toMatchObject({ code: "ENOSPC", path: failed.path, message: failed.message });
});

test("any other error comes as it is", () => {
  const error = new Error("a fault", { cause: { path: "/x" } });
  expect(arrivedError(error)).toBe(error);
});
