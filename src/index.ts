/** Nightpress' public API: what the command line itself is made of. */
export { type Diagnostic, UsageError } from "./base/diagnostic.ts";
export { type AbandonReport, type AbandonRequest, abandonRun } from "./engine/abandon-run.ts";
export {
  type RebuildReport,
  type RebuildRequest,
  rebuildRegister,
} from "./engine/rebuild-register.ts";
export type { RegisterChoice } from "./engine/register-file.ts";
export { type RegisterReport, showRegister } from "./engine/show-register.ts";
export {
  backUpRegister,
  type BackupReport,
  restoreRegister,
  type RestoreReport,
  type RestoreRequest,
} from "./engine/save-register.ts";
export { approveRun } from "./engine/approve-run.ts";
export { type AuditReport, auditRun } from "./engine/audit-run.ts";
export { type CheckOptions, type CheckReport, checkJobFile } from "./engine/check-job-file.ts";
export { closeRun, type CloseResult } from "./engine/close-run.ts";
export {
  holdOutputs,
  type MailingRequest,
  type OutputRequest,
  recordMailing,
  releaseOutputs,
} from "./engine/decide-outputs.ts";
export type { DecisionRequest, DecisionResult } from "./engine/decision-request.ts";
export { findDocuments, type FindReport, type FindRequest } from "./engine/find-documents.ts";
export type { FindCriteria } from "./engine/find-criteria.ts";
export type { FindHit, FindNote } from "./engine/find-in-run.ts";
export { getDocument, type GetReport, type GetRequest } from "./engine/get-document.ts";
export { indexRun, type IndexReport } from "./engine/index-run.ts";
export {
  addLegalHold,
  type HoldRequest,
  liftLegalHold,
  listLegalHolds,
} from "./engine/legal-holds.ts";
export {
  type PurgedRun,
  purgeRuns,
  type PurgeReport,
  type PurgeRequest,
} from "./engine/purge-runs.ts";
export type { LegalHold } from "./ledger/register-holds.ts";
export { decideRejects, type RejectDecision } from "./engine/decide-rejects.ts";
export { type RejectAccount, rejectAccount } from "./engine/reject-account.ts";
export type { RedriveRequest } from "./engine/redrive.ts";
export {
  changeShopSuppressions,
  listShopSuppressions,
  type ShopSuppressionChange,
} from "./engine/shop-suppressions.ts";
export { lintLayout } from "./engine/lint-layout.ts";
export { type LintedFile, lintPath } from "./engine/lint-path.ts";
export type { AgainReport } from "./engine/again-report.ts";
export { finishReprints } from "./engine/again-desk.ts";
export { listReprints, type ReprintList } from "./engine/list-reprints.ts";
export {
  type ReconcileOptions,
  type ReconcileReport,
  reconcileRun,
} from "./engine/reconcile-run.ts";
export { type ReimageOptions, reimageSheets } from "./engine/reimage-sheets.ts";
export { type ReprintOptions, reprintPieces } from "./engine/reprint-pieces.ts";
export type { OverrideRequest } from "./engine/overrides.ts";
export { pullPieces, type PullRequest } from "./engine/pull-pieces.ts";
export { rebuildRun } from "./engine/rebuild-run.ts";
export { RunFailure } from "./engine/run-failure.ts";
export { resumeRun, type ResumeOptions, runJob, type RunOptions } from "./engine/run-job.ts";
export { type StatusSelection, shopStatus } from "./engine/shop-status.ts";
export { runStatus, type RunStatusReport } from "./engine/run-status.ts";
export { jobJsonSchema, jsonSchemas, layoutJsonSchema } from "./layout/json-schema.ts";
export type { LayoutPlan } from "./model/layout-plan.ts";
export { type Channel, CHANNELS } from "./model/piece.ts";
export type { Progress, RunReport, RunStatus } from "./model/run-report.ts";
export type { ShopRun, ShopStatus } from "./model/shop-status.ts";
