import type { HeaderMap, MultistatusResponse, Propstat } from '../multistatus.js';
import { omitUndefined } from '../omit-undefined.js';
import type { Problem } from '../problem.js';
import { keepReasonPhrase } from '../status-line.js';
import { toXmlChars } from '../xml-char.js';
import { checkHref, checkLocation } from './check-href.js';
import { checkForm, checkProperties, checkRedirect, checkStatus } from './check-response.js';
import { cleanConditions, cleanElements, cleanExtensions } from './clean-elements.js';
import { cleanText } from './clean-text.js';
import { cleanTiming } from './clean-timing.js';

/**
 * Checks the rules that a single response can break, and returns a copy in which text consists of XML 1.0 characters
 * (others become U+FFFD, rule X31). The body is not changed.
 *
 * @throws {RangeError} naming the rule: X1, X6, X8, X12, X14, X17, X18, X20, X21, X24 or X28.
 * @throws {TypeError} for a member of the wrong type.
 */
export function cleanResponse(response: MultistatusResponse): MultistatusResponse {
  checkForm(response);
  for (const href of response.hrefs ?? [response.href]) checkHref(href);
  if (response.location !== undefined) checkLocation(response.location);
  const common = {
    id: cleanText('id', response.id),
    headers: cleanFields(response.headers),
    trailers: cleanFields(response.trailers),
    timing: cleanTiming(response.timing),
    error: cleanConditions(response.error),
    description: cleanText('description', response.description),
    extensions: cleanExtensions(response.extensions),
  };
  if (response.propstats !== undefined) {
    const [first, ...others] = response.propstats;
    const propstats = [cleanPropstat(first), ...others.map(cleanPropstat)] as const;
    checkProperties(propstats);
    return omitUndefined({ ...response, ...common, propstats });
  }
  checkStatus(response.status);
  const reasonPhrase = cleanPhrase(response);
  checkRedirect(response.status, response.location);
  if (response.problem === undefined) return omitUndefined({ ...response, ...common, reasonPhrase });
  return omitUndefined({ ...response, ...common, reasonPhrase, problem: cleanProblem(response.problem) });
}

function cleanPropstat(propstat: Propstat): Propstat {
  const { status, properties, error, description } = propstat;
  checkStatus(status);
  return omitUndefined({
    status,
    reasonPhrase: cleanPhrase(propstat),
    properties: cleanElements(properties),
    error: cleanConditions(error),
    description: cleanText('description', description),
  });
}

function cleanPhrase({
  status,
  reasonPhrase,
}: Pick<Propstat, 'status' | 'reasonPhrase'>): string | undefined {
  return keepReasonPhrase(status, cleanText('reasonPhrase', reasonPhrase) ?? '');
}

function cleanFields(fields: HeaderMap | undefined): HeaderMap | undefined {
  if (fields === undefined) return undefined;
  const clean = (value: unknown): string => toXmlChars(String(value));
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      clean(name),
      Array.isArray(value) ? value.map(clean) : clean(value),
    ]),
  );
}

function cleanProblem(problem: Problem): Problem {
  return JSON.parse(JSON.stringify(problem), (_name, value: unknown) =>
    typeof value === 'string' ? toXmlChars(value) : value,
  );
}
