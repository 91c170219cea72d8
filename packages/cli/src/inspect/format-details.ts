import type { BodyOmission } from '@multistatus/document';
import { type Condition, type PropertyReport, type ResourceReport, shortName } from '@multistatus/inspect';
import { makeSafe } from '../terminal/make-safe.js';
import type { Terminal } from '../terminal/terminal.js';
import { indentText } from '../terminal/wrap-text.js';

const INDENT = 4;
const OMISSIONS: Readonly<Record<BodyOmission, string>> = {
  'too-large': 'it exceeds a limit of the server',
  minimal: 'the request did not ask for it',
  'not-stored': 'the operation ran for an earlier request, and the server did not store it',
};

/** Returns the lines below a resource, for everything without a column. For a success, only unusual details. */
export function formatDetails(report: ResourceReport, terminal: Terminal): string[] {
  const { hrefs, location, bodyOmitted, trailers = {}, conditions, properties, errors, because } = report;
  const texts = [
    ...(hrefs.length > 1 ? hrefs.map((href) => `also: ${href}`).slice(1) : []),
    ...(location === undefined ? [] : [`location: ${location}`]),
    ...(bodyOmitted === undefined ? [] : [`no body: ${OMISSIONS[bodyOmitted]}`]),
    ...Object.entries(trailers).flatMap(([name, value]) =>
      [value].flat().map((each) => `trailer: ${name}: ${each}`),
    ),
    ...conditions.map((condition) => `condition: ${formatCondition(condition)}`),
    ...properties.flatMap((group) => formatProperties(group, report)),
    ...formatMinimal(report),
    ...errors.map(({ at, message }) => (at === '' ? message : `${at}: ${message}`)),
    ...(because.length === 0 ? [] : [`because of: ${because.join(', ')}`]),
  ];
  return texts.flatMap((text) => indentText(makeSafe(text), INDENT, terminal.width));
}

/** A server may leave out the properties that do not exist (RFC 8144 section 2.1), so that no name is left. */
function formatMinimal({ status, properties }: ResourceReport): string[] {
  const isMinimal = status === null && properties.every(({ names }) => names.length === 0);
  return isMinimal ? ['absent: all properties that were asked for; the answer leaves out their names'] : [];
}

function formatCondition({ name, text }: Condition): string {
  return `${shortName(name)} ${text}`.trim();
}

/** Leaves out the properties that a PROPFIND has found, and groups that say nothing. */
function formatProperties(group: PropertyReport, { outcome, removed }: ResourceReport): string[] {
  const { status, reason, names, absent, conditions, description } = group;
  const isSuccess = status >= 200 && status < 300;
  if ((isSuccess && outcome === 'succeeded') || removed === true) return [];
  const tail = [...conditions.map(formatCondition), ...(description === undefined ? [] : [description])];
  if (names.length + tail.length === 0 && outcome !== 'failed') return [];
  const result = absent === true ? 'absent' : `${status} ${reason}`.trim();
  const line = `${result}: ${names.map(shortName).join(', ') || '(no property)'}`;
  return [tail.length === 0 ? line : `${line} (${tail.join('; ')})`];
}
