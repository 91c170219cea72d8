import type { Finding } from '@multistatus/inspect';

/** The findings of one rule. */
export interface FindingGroup {
  readonly first: Finding;
  readonly findings: readonly Finding[];
}

/** Returns findings by level and rule, in the order in which the rules occur. */
export function groupFindings(findings: readonly Finding[]): FindingGroup[] {
  const groups = new Map<string, { first: Finding; findings: Finding[] }>();
  for (const finding of findings) {
    const key = `${finding.level} ${finding.rule}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { first: finding, findings: [finding] });
    else group.findings.push(finding);
  }
  return [...groups.values()];
}

/** Returns the URL of a section of an RFC; `undefined` if the text does not name one. */
export function urlOfSection(section: string | undefined): string | undefined {
  const [, rfc, number] = /^RFC (\d+) section (\d+(?:\.\d+)*)$/.exec(section ?? '') ?? [];
  return rfc === undefined ? undefined : `https://www.rfc-editor.org/rfc/rfc${rfc}#section-${number}`;
}
