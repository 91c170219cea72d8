import type { HeaderMap, MultistatusResponse } from '@multistatus/document';
import {
  type Condition,
  type Inspection,
  type PropertyReport,
  type ResourceReport,
  SECRET_FIELDS,
  shortName,
} from '@multistatus/inspect';
import type { JSX } from 'preact';
import { BodyView } from '../content/body-view.js';
import { FactList } from '../content/fact-list.js';
import { FieldTable } from '../content/field-table.js';
import { StateMark } from '../state-mark.js';
import { lineAt } from './explain-line.js';

const MAX_ENTRIES = 100;

/** The properties of {@link ResponseDetail}. */
export interface ResponseDetailProps {
  readonly inspection: Inspection;
  /** The number of its line. */
  readonly number: number;
  readonly onClose: () => void;
}

/** One response in full. */
export function ResponseDetail({ inspection, number, onClose }: ResponseDetailProps): JSX.Element | null {
  const line = lineAt(inspection, number);
  if (line === undefined) return null;
  const index = number - inspection.unreadable.length;
  const [report, source] = [inspection.responses[index], inspection.sources[index]];
  return (
    <div class="detail">
      <button type="button" class="close" aria-label="Close" onClick={onClose}>
        <span aria-hidden="true">✕</span>
      </button>
      <article>
        <h2>{line.id === '' ? line.resource : line.id}</h2>
        <p>
          <StateMark state={line.state} text={`${line.status} ${report?.reason ?? ''}`.trim()} />
        </p>
        {line.description !== '' && <p>{line.description}</p>}
        {report !== undefined && <Facts report={report} />}
        {source !== undefined && <Content response={source} />}
      </article>
    </div>
  );
}

function Facts({ report }: { readonly report: ResourceReport }): JSX.Element {
  const { id, hrefs, index, location, because, errors, conditions, properties } = report;
  const facts: readonly (readonly [name: string, value: string | undefined])[] = [
    ['Resource', id === undefined || hrefs.length > 1 ? undefined : hrefs[0]],
    ['Index', index === undefined ? undefined : String(index)],
    ['Location', location],
    ['Because of', because.length === 0 ? undefined : because.join(', ')],
  ];
  return (
    <>
      <FactList facts={facts} />
      <TextList title="Resources" texts={hrefs.length > 1 ? hrefs : []} />
      <TextList
        title="Faults"
        texts={errors.map(({ at, message }) => (at === '' ? message : `${at}: ${message}`))}
      />
      <TextList title="Violated conditions" texts={conditions.map(formatCondition)} />
      <TextList title="Properties" texts={properties.map(formatProperties)} />
    </>
  );
}

function Content({ response }: { readonly response: MultistatusResponse }): JSX.Element {
  const { body, bodyOmitted, headers, trailers } = response;
  return (
    <>
      {(body !== undefined || bodyOmitted !== undefined) && <BodyView response={response} />}
      <FieldTable title="Headers" fields={withoutSecrets(headers)} />
      <FieldTable title="Trailers" fields={withoutSecrets(trailers)} />
    </>
  );
}

function TextList({
  title,
  texts,
}: {
  readonly title: string;
  readonly texts: readonly string[];
}): JSX.Element | null {
  if (texts.length === 0) return null;
  return (
    <details open>
      <summary>{title}</summary>
      <ul>
        {texts.slice(0, MAX_ENTRIES).map((text, index) => (
          <li key={index}>{text}</li>
        ))}
        {texts.length > MAX_ENTRIES && <li>… and {texts.length - MAX_ENTRIES} more</li>}
      </ul>
    </details>
  );
}

function formatCondition({ name, text }: Condition): string {
  return `${shortName(name)} ${text}`.trim();
}

function formatProperties({
  status,
  reason,
  names,
  absent,
  conditions,
  description,
}: PropertyReport): string {
  const result = absent === true ? 'absent' : `${status} ${reason}`.trim();
  const shown = names.slice(0, MAX_ENTRIES).map(shortName).join(', ');
  const tail = [...conditions.map(formatCondition), ...(description === undefined ? [] : [description])];
  return [`${result}: ${shown || '(no property)'}`, ...tail].join('; ');
}

function withoutSecrets(fields: HeaderMap | undefined): HeaderMap | undefined {
  return (
    fields &&
    Object.fromEntries(Object.entries(fields).filter(([name]) => !SECRET_FIELDS.has(name.toLowerCase())))
  );
}
