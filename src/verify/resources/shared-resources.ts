import type { Host } from "../../base/host.ts";
import type { SharedResource } from "../../model/shared-resource.ts";
import type { Breach } from "../../model/verification.ts";
import { BreachList } from "../file/breach-list.ts";
import { readCrossReferences } from "../file/cross-references.ts";
import { HashedFile } from "../file/hashed-file.ts";
import { PdfObjects } from "../file/pdf-objects.ts";
import { checkResources } from "./check-resources.ts";
import { readResources } from "./read-resources.ts";

/**
 * Compares what the pages of a spool share with what is stated about it, and reads nothing else.
 * The file is below `root`, and breaches name it so.
 */
export function sharedResourceBreaches(
  host: Host,
  root: string,
  file: string,
  stated: readonly SharedResource[],
): readonly Breach[] {
  const breaches = new BreachList(file);
  const spool = new HashedFile(host, `${root}/${file}`);
  try {
    const references = readCrossReferences(spool);
    if (typeof references === "string") {
      breaches.add("verify.pdf-broken", references);
      return breaches.found;
    }
    const objects = new PdfObjects(spool, references, breaches);
    try {
      checkResources(readResources(objects, breaches), stated, breaches);
    } finally {
      objects.close();
    }
  } finally {
    spool.close();
  }
  return breaches.found;
}
