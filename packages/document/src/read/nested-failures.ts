import type { MultistatusResponse } from '../multistatus.js';

/** JSON has the summary first, unless the answer was streamed. */
const JSON_SUMMARY = /^\s*\{\s*"summary"\s*:\s*\{[^{}]*"failed"\s*:\s*(\d+)/;
/** XML has it last. */
const XML_SUMMARY = /<M:summary\s[^<>]*\bfailed="(\d+)"[^<>]*\/>\s*<\/D:multistatus>\s*$/;
/** The length of a summary, and of what closes the document, is less. */
const SUMMARY_LENGTH = 500;

/**
 * Returns how many failures the 207 in the body of a response reports by its own summary; `undefined` if the body is no such
 * document of this library, or has no summary. Only the beginning and the end of the body are looked at.
 */
export function nestedFailures({ body }: MultistatusResponse): number | undefined {
  if (body === undefined || body.encoding === 'base64') return undefined;
  const found =
    JSON_SUMMARY.exec(body.text.slice(0, SUMMARY_LENGTH)) ??
    XML_SUMMARY.exec(body.text.slice(-SUMMARY_LENGTH));
  return found === null ? undefined : Number(found[1]);
}
