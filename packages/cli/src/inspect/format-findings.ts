import type { Finding, FindingLevel } from '@multistatus/inspect';
import { countOf } from '@multistatus/wire';
import { makeSafe } from '../terminal/make-safe.js';
import type { Style, Terminal } from '../terminal/terminal.js';
import { indentText } from '../terminal/wrap-text.js';

const STYLES: Readonly<Record<FindingLevel, Style>> = { error: 'red', warning: 'yellow', note: 'cyan' };
const MAX_PLACES = 3;

/** Returns the lines of the findings: for each rule its section, the first three places and the advice. */
export function formatFindings(findings: readonly Finding[], terminal: Terminal): string[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = `${finding.level} ${finding.rule}`;
    groups.set(key, [...(groups.get(key) ?? []).slice(0, MAX_PLACES + 1), finding]);
  }
  const total = (rule: string): number => findings.filter((finding) => finding.rule === rule).length;
  return [...groups.values()].flatMap((group) => formatGroup(group, total(group[0]?.rule ?? ''), terminal));
}

/** Returns the number of findings of each level: `2 errors, 1 note`. */
export function countFindings(findings: readonly Finding[]): string {
  const counts = (['error', 'warning', 'note'] as const).map((level) => {
    const count = findings.filter((finding) => finding.level === level).length;
    return count === 0 ? '' : countOf(count, level);
  });
  return counts.filter((text) => text !== '').join(', ');
}

function formatGroup(group: readonly Finding[], total: number, terminal: Terminal): string[] {
  const [first] = group;
  if (first === undefined) return [];
  const { level, rule, section, advice } = first;
  const places = group.slice(0, MAX_PLACES).flatMap(({ where, message }) => {
    // The message may begin with the place.
    const isSaid = where === undefined || message.startsWith(`${where} `);
    const text = isSaid ? message : `${where}: ${message}`;
    return indentText(makeSafe(text), 4, terminal.width);
  });
  const head = `  ${terminal.paint(STYLES[level], level)} ${terminal.paint('bold', rule)}`;
  return [
    section === undefined ? head : `${head}  ${section}`,
    ...places,
    ...(total > MAX_PLACES ? [`    ... and ${total - MAX_PLACES} more`] : []),
    ...(advice === '' ? [] : indentText(`What to do: ${advice}`, 4, terminal.width)),
  ];
}
