import { hostname, userInfo } from "node:os";
import type { Actor } from "../model/audit.ts";

/** The one who decides, by the name that was given, with what the machine knows of them. */
export function actorNamed(by: string): Actor {
  return { by, osUser: userInfo().username, hostName: hostname() };
}
