import type { Finding, FindingLevel } from '@multistatus/inspect';
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { formatCount } from '../content/format-amount.js';
import { type FindingGroup, groupFindings, urlOfSection } from './group-findings.js';

const FIRST_PLACES = 3;
const MORE_PLACES = 100;
/** The shape of each level, beside its word and its colour. */
const LEVELS: Readonly<Record<FindingLevel, { readonly shape: string; readonly style: string }>> = {
  error: { shape: '✕', style: 'failed' },
  warning: { shape: '▲', style: 'other' },
  note: { shape: 'i', style: 'pending' },
};

/** The findings of a 207: for each rule its places, its section in the standard, and what to do. */
export function FindingList({ findings }: { readonly findings: readonly Finding[] }): JSX.Element {
  if (findings.length === 0) return <p>No faults: it follows the rules.</p>;
  return (
    <section aria-label="Findings">
      <ul class="findings">
        {groupFindings(findings).map((group) => (
          <FindingItem key={`${group.first.level} ${group.first.rule}`} group={group} />
        ))}
      </ul>
    </section>
  );
}

function FindingItem({ group: { first, findings } }: { readonly group: FindingGroup }): JSX.Element {
  const shown = useSignal(FIRST_PLACES);
  const { level, rule, section, advice } = first;
  const { shape, style } = LEVELS[level];
  const url = urlOfSection(section);
  const rest = findings.length - shown.value;
  return (
    <li class="finding">
      <p class="finding-head">
        <span class={`state ${style}`}>
          <span aria-hidden="true">{shape}</span>
          {level}
        </span>
        <strong>{rule}</strong>
        {url === undefined ? (
          section
        ) : (
          <a href={url} target="_blank" rel="noreferrer">
            {section}
          </a>
        )}
      </p>
      {findings.slice(0, shown.value).map(({ where, message }, index) => (
        <p key={index}>
          {where !== undefined && !message.startsWith(`${where} `) && (
            <>
              <code>{where}</code>{' '}
            </>
          )}
          {message}
        </p>
      ))}
      {rest > 0 && (
        <button
          type="button"
          onClick={() => {
            shown.value += MORE_PLACES;
          }}
        >
          {formatCount(rest)} more
        </button>
      )}
      {advice !== '' && <p class="advice">{advice}</p>}
    </li>
  );
}
