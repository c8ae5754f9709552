import { availableParallelism, hostname, userInfo } from "node:os";

/** How many processors this process may use at once. */
export function processorCount(): number {
  return availableParallelism();
}

/** The machine's network name. */
export function hostName(): string {
  return hostname();
}

/** The user of the operating system that this process belongs to. */
export function userName(): string {
  return userInfo().username;
}
