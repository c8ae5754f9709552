/** Nightpress' public API: what the command line itself is made of. */
import "./base/this-node.js";

export { type Diagnostic, UsageError } from "./base/diagnostic.ts";
export { type AbandonReport, type AbandonRequest, abandonRun } from "./shop/abandon-run.ts";
export {
  type RebuildReport,
  type RebuildRequest,
  rebuildRegister,
} from "./engine/rebuild-register.ts";
export type { RegisterChoice } from "./run/folder/register-file.ts";
export { type RegisterReport, showRegister } from "./shop/show-register.ts";
export {
  backUpRegister,
  type BackupReport,
  restoreRegister,
  type RestoreReport,
  type RestoreRequest,
} from "./shop/backup-register.ts";
export {
  type CertificateReport,
  type CertificateRequest,
  certifyRun,
} from "./evidence/certificate/issue-certificate.ts";
export {
  type CertificateCheck,
  type CertificateCheckRequest,
  checkCertificate,
  checkProof,
} from "./evidence/certificate/check-certificate.ts";
export { type KeyPairReport, makeOperatorKey } from "./evidence/certificate/operator-key.ts";
export { openLayout, type OpenLayoutOptions } from "./proof/open-layout.ts";
export type {
  ComposedLetter,
  LetterForm,
  LetterProfile,
  LetterRequest,
  OpenLayout,
  SpooledLetter,
  SpoolRequest,
} from "./proof/opened-layout.ts";
export {
  commitSeed,
  planText,
  type SampleReport,
  type SampleRequest,
  sampleRun,
} from "./proof/sampling/sample-run.ts";
export { judgeSample, type VerdictReport } from "./proof/sampling/judge-sample.ts";
export {
  type LetterLayout,
  Letters,
  openLetters,
  type OpenLettersOptions,
  type ThreadedRequest,
} from "./proof/open-letters.ts";
export type { HandedLetter } from "./proof/letter-calls.ts";
export {
  type AssistantOptions,
  type AssistantServer,
  serveAssistant,
} from "./serve/assistant/serve-assistant.ts";
export { type LetterServer, serveLetters, type ServeOptions } from "./serve/serve-letters.ts";
export {
  type PreviewServer,
  servePreview,
  type ServePreviewOptions,
} from "./serve/preview/serve-preview.ts";
export type { RequestNote } from "./serve/http-server.ts";
export {
  approveProof,
  type ProofApproval,
  type ProofApprovalRequest,
} from "./proof/proof-set/approve-proof.ts";
export {
  auditShop,
  type ShopAuditReport,
  type ShopAuditRequest,
} from "./evidence/audit/audit-shop.ts";
export { exportRoots, type RootExport } from "./evidence/audit/export-roots.ts";
export type { StoredRoots } from "./evidence/audit/audit-roots.ts";
export { makeProof, type ProofReport, type ProofRequest } from "./proof/proof-set/make-proof.ts";
export { compare, type CompareReport, type CompareRequest } from "./proof/compare/compare.ts";
export type { ShownMessage } from "./work/message-maker.ts";
export { approveRun } from "./desk/decisions/approve-run.ts";
export { type AuditReport, auditRun } from "./desk/decisions/audit-run.ts";
export { type CheckOptions, type CheckReport, checkJobFile } from "./engine/check-job-file.ts";
export { closeRun, type CloseResult } from "./engine/close-run.ts";
export {
  correctMailing,
  type CorrectionRequest,
  type CorrectionResult,
} from "./desk/decisions/correct-mailing.ts";
export {
  holdOutputs,
  type MailingRequest,
  type OutputRequest,
  recordMailing,
  releaseOutputs,
} from "./desk/decisions/decide-outputs.ts";
export type { DecisionRequest, DecisionResult } from "./run/decisions/decision-request.ts";
export { findDocuments, type FindReport, type FindRequest } from "./evidence/find-documents.ts";
export type { FindCriteria } from "./evidence/find-criteria.ts";
export type { DocumentAccount, MessageAccount } from "./evidence/document-account.ts";
export type { FindHit, FindNote } from "./evidence/find-in-run.ts";
export { getDocument, type GetReport, type GetRequest } from "./evidence/get-document.ts";
export { indexRun, type IndexReport } from "./run/folder/index-run.ts";
export {
  addLegalHold,
  type HoldRequest,
  liftLegalHold,
  listLegalHolds,
} from "./desk/retention/legal-holds.ts";
export {
  type PurgedRun,
  purgeRuns,
  type PurgeReport,
  type PurgeRequest,
} from "./desk/retention/purge-runs.ts";
export type { LegalHold } from "./register/register-holds.ts";
export { decideRejects, type RejectDecision } from "./desk/rejects/decide-rejects.ts";
export type { RejectGroup } from "./model/reject.ts";
export type { RejectChoice } from "./desk/rejects/chosen-rejects.ts";
export {
  type ChosenDecision,
  type ChosenRejects,
  settleChosen,
} from "./desk/rejects/settle-chosen.ts";
export { type RejectAccount, rejectAccount } from "./desk/rejects/reject-account.ts";
export type { RedriveRequest } from "./engine/redrive.ts";
export type { JobSettings } from "./run/folder/load-run.ts";
export {
  changeShopSuppressions,
  listShopSuppressions,
  type ShopSuppressionChange,
} from "./desk/suppress/shop-suppressions.ts";
export { type LayoutFont, type LayoutFonts, layoutFonts } from "./shop/layout-fonts.ts";
export { lintLayout } from "./shop/lint-layout.ts";
export { initJob, type InitReport, type InitRequest } from "./shop/init-job.ts";
export { inspectInputs } from "./shop/inspect-inputs.ts";
export type { FileFinding, Inspection } from "./model/inspection.ts";
export { type LintedFile, lintPath } from "./shop/lint-path.ts";
export type { ReprintReport } from "./run/pieces/reprint-report.ts";
export { finishReprints } from "./desk/reprints/reprint-session.ts";
export { listReprints, type ReprintList } from "./desk/reprints/list-reprints.ts";
export {
  type ReconcileOptions,
  type ReconcileReport,
  reconcileRun,
} from "./desk/reprints/reconcile-run.ts";
export { type ReimageOptions, reimageSheets } from "./desk/reprints/reimage-sheets.ts";
export { type ReprintOptions, reprintPieces } from "./desk/reprints/reprint-pieces.ts";
export type { LateSuppression } from "./desk/suppress/suppress-late.ts";
export type { OverrideRequest } from "./run/decisions/overrides.ts";
export {
  quarantinePieces,
  type QuarantineRequest,
  type QuarantineResult,
} from "./desk/decisions/quarantine-pieces.ts";
export { pullPieces, type PullRequest } from "./desk/decisions/pull-pieces.ts";
export { rebuildRun } from "./engine/rebuild-run.ts";
export { RunFailure } from "./run/run-failure.ts";
export { resumeRun, type ResumeOptions, runJob, type RunOptions } from "./engine/run-job.ts";
export {
  type VerifyOptions,
  type VerifyReport,
  verifyStoredRun,
} from "./engine/verify-stored-run.ts";
export type { Breach, Verification } from "./model/verification.ts";
export { type StatusSelection, shopStatus } from "./shop/shop-status.ts";
export { runStatus, type RunStatusReport } from "./shop/run-status.ts";
export { jobJsonSchema, jsonSchemas, layoutJsonSchema } from "./job/json-schema.ts";
export type { LayoutPlan } from "./model/layout-plan.ts";
export { type Channel, CHANNELS } from "./model/channel.ts";
export type { Progress, RunReport, RunStatus } from "./model/run-report.ts";
export type { ShopRun, ShopStatus } from "./model/shop-status.ts";
