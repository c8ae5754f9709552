import { StoreError } from "../store/store-error.ts";

/** A value in the tables that no run writes. */
export function damagedRow(what: string): StoreError {
  const remedy =
    "put back a good copy, or rebuild it from the run's folder with `nightpress rebuild`";
  return new StoreError("ledger.damaged-file", `the ledger has ${what}: ${remedy}`);
}
