/** A message as a batch carries it: complete RFC 5322 bytes, and what its index row needs. */
export interface EmailRendition {
  readonly to: string;
  readonly subject: string;
  /** Empty in a message that is text alone. */
  readonly html: string;
  readonly text: string;
}

export interface SmsRendition {
  readonly to: string;
  readonly text: string;
  readonly encoding: "gsm-7" | "ucs-2";
  readonly segments: number;
}
