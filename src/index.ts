/** Nightpress' public API: what the command line itself is made of. */
export { type Diagnostic, UsageError } from "./base/diagnostic.ts";
export { type AbandonReport, type AbandonRequest, abandonRun } from "./engine/shop/abandon-run.ts";
export {
  type RebuildReport,
  type RebuildRequest,
  rebuildRegister,
} from "./engine/shop/rebuild-register.ts";
export type { RegisterChoice } from "./engine/shop/register-file.ts";
export { type RegisterReport, showRegister } from "./engine/shop/show-register.ts";
export {
  backUpRegister,
  type BackupReport,
  restoreRegister,
  type RestoreReport,
  type RestoreRequest,
} from "./engine/shop/save-register.ts";
export {
  type CertificateReport,
  type CertificateRequest,
  certifyRun,
} from "./engine/certificate/issue-certificate.ts";
export {
  type CertificateCheck,
  type CertificateCheckRequest,
  checkCertificate,
  checkProof,
} from "./engine/certificate/check-certificate.ts";
export { type KeyPairReport, makeOperatorKey } from "./engine/certificate/operator-key.ts";
export { approveRun } from "./engine/decisions/approve-run.ts";
export { type AuditReport, auditRun } from "./engine/decisions/audit-run.ts";
export { type CheckOptions, type CheckReport, checkJobFile } from "./engine/shop/check-job-file.ts";
export { closeRun, type CloseResult } from "./engine/decisions/close-run.ts";
export {
  correctMailing,
  type CorrectionRequest,
  type CorrectionResult,
} from "./engine/decisions/correct-mailing.ts";
export {
  holdOutputs,
  type MailingRequest,
  type OutputRequest,
  recordMailing,
  releaseOutputs,
} from "./engine/decisions/decide-outputs.ts";
export type { DecisionRequest, DecisionResult } from "./engine/decisions/decision-request.ts";
export {
  findDocuments,
  type FindReport,
  type FindRequest,
} from "./engine/search/find-documents.ts";
export type { FindCriteria } from "./engine/search/find-criteria.ts";
export type { FindHit, FindNote } from "./engine/search/find-in-run.ts";
export { getDocument, type GetReport, type GetRequest } from "./engine/search/get-document.ts";
export { indexRun, type IndexReport } from "./engine/search/index-run.ts";
export {
  addLegalHold,
  type HoldRequest,
  liftLegalHold,
  listLegalHolds,
} from "./engine/retention/legal-holds.ts";
export {
  type PurgedRun,
  purgeRuns,
  type PurgeReport,
  type PurgeRequest,
} from "./engine/retention/purge-runs.ts";
export type { LegalHold } from "./ledger/register-holds.ts";
export { decideRejects, type RejectDecision } from "./engine/population/decide-rejects.ts";
export { type RejectAccount, rejectAccount } from "./engine/population/reject-account.ts";
export type { RedriveRequest } from "./engine/population/redrive.ts";
export {
  changeShopSuppressions,
  listShopSuppressions,
  type ShopSuppressionChange,
} from "./engine/population/shop-suppressions.ts";
export { lintLayout } from "./engine/shop/lint-layout.ts";
export { type LintedFile, lintPath } from "./engine/shop/lint-path.ts";
export type { AgainReport } from "./engine/reprints/again-report.ts";
export { finishReprints } from "./engine/reprints/again-desk.ts";
export { listReprints, type ReprintList } from "./engine/reprints/list-reprints.ts";
export {
  type ReconcileOptions,
  type ReconcileReport,
  reconcileRun,
} from "./engine/reprints/reconcile-run.ts";
export { type ReimageOptions, reimageSheets } from "./engine/reprints/reimage-sheets.ts";
export { type ReprintOptions, reprintPieces } from "./engine/reprints/reprint-pieces.ts";
export type { OverrideRequest } from "./engine/overrides.ts";
export {
  quarantinePieces,
  type QuarantineRequest,
  type QuarantineResult,
} from "./engine/decisions/quarantine-pieces.ts";
export { pullPieces, type PullRequest } from "./engine/decisions/pull-pieces.ts";
export { rebuildRun } from "./engine/rebuild-run.ts";
export { RunFailure } from "./engine/run-failure.ts";
export { resumeRun, type ResumeOptions, runJob, type RunOptions } from "./engine/run-job.ts";
export {
  type VerifyOptions,
  type VerifyReport,
  verifyStoredRun,
} from "./engine/verify/verify-stored-run.ts";
export type { Breach, Verification } from "./model/verification.ts";
export { type StatusSelection, shopStatus } from "./engine/shop/shop-status.ts";
export { runStatus, type RunStatusReport } from "./engine/shop/run-status.ts";
export { jobJsonSchema, jsonSchemas, layoutJsonSchema } from "./layout/json-schema.ts";
export type { LayoutPlan } from "./model/layout-plan.ts";
export { type Channel, CHANNELS } from "./model/piece.ts";
export type { Progress, RunReport, RunStatus } from "./model/run-report.ts";
export type { ShopRun, ShopStatus } from "./model/shop-status.ts";
