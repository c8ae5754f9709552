import type { Certificate, CertificateBody } from "../../src/model/certificate.ts";

const HASH = "0123456789abcdef".repeat(4);

const FILE = { name: "customers.csv", bytes: 1000, sha256: HASH };

export const sampleBody: CertificateBody = {
  format: "nightpress-certificate-1",
  program: { nightpress: "0.1.0", node: "24.11.1", zlib: "1.3.1", arch: "x64" },
  job: {
    name: "retail-statements",
    cycle: "2026-10",
    mode: "production",
    asOf: "2026-10-31",
    mark: "ABCD1234",
    child: 0,
    seed: 7,
  },
  jobSha256: "0b".repeat(32),
  frozen: {
    inputs: [FILE],
    layout: { name: "retail-statement", sha256: HASH },
    fonts: [{ name: "regular", sha256: HASH }],
    images: [],
    seeds: [],
    suppressions: [{ sha256: HASH, keys: 3 }],
    channels: ["print", "email", "sms"],
  },
  serials: { mailerId: "902123456", first: 1, last: 1200 },
  records: {
    read: 1500,
    seeds: 2,
    ended: [
      { disposition: "email", count: 200 },
      { disposition: "print", count: 1290 },
      { disposition: "rejected", count: 10 },
      { disposition: "sms", count: 0 },
    ],
    rejects: [{ code: "data.missing-key", count: 10 }],
    pastRejectLimit: false,
  },
  balance: [{ stage: "compose", what: "records = documents", left: 1490, right: 1490, ok: true }],
  verification: {
    result: "verified",
    counts: {
      pages: 3400,
      composedPages: 3300,
      sheets: 1700,
      pieces: 1290,
      furnitureSheets: 32,
      messages: 200,
      bytes: 1e7,
    },
    notChecked: [],
    sums: [{ field: "closing", composed: "1234567.89", printed: "1234567.89" }],
  },
  resources: [],
  spools: [
    {
      file: "print/automation-1/x.pdf",
      bytes: 1e7,
      sha256: HASH,
      stream: "automation-1",
      part: 1,
      pieces: 1290,
      sheets: 1668,
      pages: 3300,
      companions: [],
    },
  ],
  batches: [
    {
      file: "email/x.eml-batch",
      channel: "email",
      bytes: 1e6,
      sha256: HASH,
      count: 200,
      companions: [],
    },
  ],
  rejects: null,
  auditRoot: { seq: 1, hash: HASH },
  merkle: { root: HASH, leafCount: 1490 },
};

export const sampleCertificate: Certificate = {
  body: sampleBody,
  bodySha256: HASH,
  envelope: {
    jobFileSha256: "1c".repeat(32),
    runId: "4f212eec-0c84-4901-b2a5-15af750f85c8",
    issuedAtIso: "2026-11-01T03:12:45.123Z",
    issuedBy: { osUser: "night", hostName: "press-1", operator: "A. Novak" },
    attempts: [
      { beganAtIso: "2026-11-01T01:00:00.000Z", workers: 8, hostName: "press-1" },
      {
        beganAtIso: "2026-11-01T02:00:00.000Z",
        endedAtIso: "2026-11-01T03:12:45.000Z",
        workers: 8,
        hostName: "press-1",
      },
    ],
    decisions: [
      { seq: 1, atIso: "2026-11-01T02:30:00.000Z", action: "approve", by: "B. Ito", hash: HASH },
    ],
    auditRoot: { seq: 1, hash: HASH },
    reprints: [],
    sheets: [],
    mailings: [],
  },
  signature: {
    construction: "DSSEv1",
    algorithm: "Ed25519",
    payloadType: "application/vnd.nightpress.certificate.v1+json",
    keyid: HASH,
    publicKey: "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n",
    sig: "AA==",
  },
};
