import { readFileSync } from "node:fs";
import { assert } from "../../../src/base/assert.ts";
import type { Diagnostic } from "../../../src/base/diagnostic.ts";
import { NodeHost } from "../../../src/run/host/host-node.ts";
import { checkLayout } from "../../../src/layout/check-layout.ts";
import { root, shared, SMALL } from "../../layout/support.ts";
import type { FuzzTarget, Verdict } from "../fuzz-kind.ts";
import { MemoryHost } from "../memory-host.ts";
import { mutateYaml } from "../mutate-yaml.ts";

const LOGO = '<svg viewBox="0 0 20 10"><rect width="20" height="10" fill="#123456"/></svg>';

/** Spoilt layouts: mostly a small one, now and then those that ship along. */
export function openTarget(): FuzzTarget {
  const shipped = ["remittance-bill", "retail-statement"].map((name) =>
    readFileSync(`${root}/layouts/${name}/layout.yaml`, "utf8"),
  );
  const host = new MemoryHost(new NodeHost());
  host.files.set("/l/images/logo.svg", Buffer.from(LOGO));
  return {
    mutate: (prng) => mutateYaml(prng, prng.chance(0.85) ? SMALL : prng.pick(shipped)),
    check: (input) => {
      host.files.set("/l/layout.yaml", Buffer.from(input));
      const { plan, diagnostics } = checkLayout(host, "/l", shared);
      if (plan !== undefined) structuredClone(plan);
      return verdictOf(plan !== undefined, diagnostics);
    },
  };
}

/** Refused means: an error that has a place and says something. */
export function verdictOf(isAccepted: boolean, diagnostics: readonly Diagnostic[]): Verdict {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  assert(isAccepted === (errors.length === 0), "what is refused has an error, and only that");
  for (const { message, source } of diagnostics) {
    assert(message.length > 5, "a diagnostic says something");
    assert((source?.line ?? 0) >= 1, "a diagnostic has a place");
  }
  if (isAccepted) return { kind: "accepted" };
  return { kind: "refused", codes: [...new Set(errors.map(({ code }) => code))] };
}
