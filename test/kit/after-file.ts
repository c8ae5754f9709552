import { afterAll } from "vitest";
import { removeTemporaryFolders } from "./temporary-folder.ts";

// Test files share their process and its modules: what one leaves behind, the next would find.
afterAll(removeTemporaryFolders);
