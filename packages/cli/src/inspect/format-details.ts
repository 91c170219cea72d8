import { type Condition, shortName } from '../document/describe-conditions.js';
import type { PropertyReport, ResourceReport } from '../document/describe-response.js';
import { makeSafe } from '../terminal/make-safe.js';
import type { Terminal } from '../terminal/terminal.js';
import { indentText } from '../terminal/wrap-text.js';

const INDENT = 4;

/** Returns the lines below a resource, for everything without a column. For a success, only unusual details. */
export function formatDetails(report: ResourceReport, terminal: Terminal): string[] {
  const { hrefs, location, trailers = {}, conditions, properties, errors, because } = report;
  const texts = [
    ...(hrefs.length > 1 ? hrefs.map((href) => `also: ${href}`).slice(1) : []),
    ...(location === undefined ? [] : [`location: ${location}`]),
    ...Object.entries(trailers).flatMap(([name, value]) =>
      [value].flat().map((each) => `trailer: ${name}: ${each}`),
    ),
    ...conditions.map((condition) => `condition: ${formatCondition(condition)}`),
    ...properties.flatMap((group) => formatProperties(group, report)),
    ...errors.map(({ at, message }) => (at === '' ? message : `${at}: ${message}`)),
    ...(because.length === 0 ? [] : [`because of: ${because.join(', ')}`]),
  ];
  return texts.flatMap((text) => indentText(makeSafe(text), INDENT, terminal.width));
}

function formatCondition({ name, text }: Condition): string {
  return `${shortName(name)} ${text}`.trim();
}

/** Leaves out the properties that a PROPFIND has found. */
function formatProperties(group: PropertyReport, { outcome }: ResourceReport): string[] {
  const isSuccess = group.status >= 200 && group.status < 300;
  if (isSuccess && outcome === 'succeeded') return [];
  const { status, reason, names, conditions, description } = group;
  const tail = [...conditions.map(formatCondition), ...(description === undefined ? [] : [description])];
  const line = `${`${status} ${reason}`.trim()}: ${names.map(shortName).join(', ') || '(no property)'}`;
  return [tail.length === 0 ? line : `${line} (${tail.join('; ')})`];
}
