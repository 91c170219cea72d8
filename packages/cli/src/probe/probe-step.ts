import {
  exchangeFinding,
  type Finding,
  formatOfType,
  headerOf,
  type Inspection,
  inspectExchange,
} from '@multistatus/inspect';
import { type FollowedAnswer, followRedirects } from '../http/follow-redirects.js';
import type { HttpAnswer, HttpRequest } from '../http/send-request.js';
import { showUrl } from '../http/send-request.js';
import { toExchange } from '../http/to-exchange.js';

/** One request of a probe, with its answer. */
export interface ProbeStep {
  readonly method: string;
  readonly url: string;
  /** The media type that was requested. */
  readonly accept: string | undefined;
  readonly answer: HttpAnswer;
  /** The inspection of the answer, if that must be a 207. */
  readonly inspection: Inspection | undefined;
}

const EXPECTS_207 = new Set(['POST', 'PROPFIND']);

/** Sends one request of a probe, unless its answer is passed as `followed`. */
export async function takeStep(request: HttpRequest, followed?: FollowedAnswer): Promise<ProbeStep> {
  const result = followed ?? (await followRedirects(request));
  return {
    method: request.method,
    url: showUrl(result.request.url),
    accept: headerOf(request.headers, 'accept'),
    answer: result.answer,
    inspection: EXPECTS_207.has(request.method) ? await inspectExchange(toExchange(result)) : undefined,
  };
}

/** Checks the answer of a step. The place of each finding names the request. */
export function checkStep(step: ProbeStep): Finding[] {
  const { inspection, answer, method, accept } = step;
  const status = `${answer.status} ${answer.reason}`.trim();
  if (inspection === undefined) {
    const isRefused = answer.status === 401 || answer.status === 403 || answer.status === 407;
    return isRefused ? [exchangeFinding('refused', `the answer is ${status}`, method)] : [];
  }
  const where = accept === undefined ? method : `${method} for ${accept}`;
  const place = (finding: Finding): Finding => ({
    ...finding,
    where: finding.where === undefined ? where : `${where}, ${finding.where}`,
  });
  if (inspection.counts === undefined && answer.status !== 207) {
    const redirects = inspection.findings.filter(({ rule }) => rule === 'redirect');
    return [...redirects, exchangeFinding('refused', `the answer is ${status}, not 207`)].map(place);
  }
  return [...inspection.findings, ...checkFormat(step)].map(place);
}

/** Compares Accept with the Content-Type. The inspection checks that the body has this type. */
function checkFormat({ accept, answer }: ProbeStep): Finding[] {
  const type = headerOf(answer.headers, 'content-type');
  const [asked, sent] = [formatOfType(accept), formatOfType(type)];
  if (asked === undefined || sent === undefined || asked === sent) return [];
  return [exchangeFinding('negotiation', `${accept} was requested, but the server sent ${type}`)];
}
