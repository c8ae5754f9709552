/** A font file or a map of a font that cannot be read; caught where the reading began. */
export class BrokenFont extends Error {}

/** A font file that uses what this reader does not know, so that nothing can be proven about it. */
export class UnknownFont extends Error {}
