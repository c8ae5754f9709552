/**
 * @typedef {import("../../../proof/preview/preview-state.ts").PreviewState} PreviewState
 * @typedef {import("../../../proof/preview/preview-state.ts").PreviewLetter} PreviewLetter
 * @typedef {import("../../../proof/preview/preview-state.ts").SourceExcerpt} SourceExcerpt
 */

/** @returns {Promise<PreviewState>} */
export function fetchState() {
  return fetchJson("/state");
}

/**
 * @param {string} name
 * @returns {Promise<PreviewLetter>}
 */
export function fetchLetter(name) {
  return fetchJson(`/letter?${new URLSearchParams({ case: name })}`);
}

/**
 * @param {string} block
 * @returns {Promise<SourceExcerpt>}
 */
export function fetchSource(block) {
  return fetchJson(`/source?${new URLSearchParams({ block })}`);
}

/**
 * Where the pages of a letter are; the version makes it another address after each change.
 *
 * @param {PreviewLetter} letter
 */
export function pdfUrl(letter) {
  return `/pdf?${new URLSearchParams({ case: letter.case, v: String(letter.version) })}`;
}

/**
 * @param {PreviewLetter} letter
 * @param {"light" | "dark"} scheme
 */
export function emailUrl(letter, scheme) {
  const query = { case: letter.case, v: String(letter.version), scheme };
  return `/email?${new URLSearchParams(query)}`;
}

/**
 * Calls `changed` now and whenever the layout's files have, and `lost` while nobody answers.
 *
 * @param {() => void} changed
 * @param {() => void} lost
 */
export function followChanges(changed, lost) {
  const events = new EventSource("/events");
  events.addEventListener("message", changed);
  events.addEventListener("error", lost);
}

/** @param {string} url */
async function fetchJson(url) {
  const response = await fetch(url);
  if (response.ok) return response.json();
  const { diagnostics } = await response.json();
  throw new Error(diagnostics[0]?.message ?? response.statusText);
}
