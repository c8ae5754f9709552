import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Where shops are simulated: in memory where the machine has such a folder, as speed counts. */
export function simulationFolder(): string {
  return join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "nightpress-sim-");
}
