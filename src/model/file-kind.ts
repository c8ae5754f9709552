/** What a configuration file can be; each begins with its kind and its name. */
export const FILE_KINDS = ["layout", "job", "shop", "stock", "envelope", "device"] as const;
export type FileKind = (typeof FILE_KINDS)[number];
