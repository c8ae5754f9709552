// Forked by run-lock.test.ts: takes the lock it is told and keeps it until it is killed.
import { RunLock } from "../../src/ledger/run-lock.ts";
import { diskHost } from "../kit/disk-host.ts";

const lock = RunLock.take(diskHost, process.argv[2] as string);
process.send?.(lock === undefined ? "refused" : "taken");
setInterval(() => lock, 60_000);
