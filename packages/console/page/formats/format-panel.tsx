import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { formatCount } from '../content/format-amount.js';
import { LongText } from '../content/long-text.js';
import type { Run } from '../model/run.js';
import { contentOf } from './content-of.js';
import { CopyButton } from './copy-button.js';
import { type FormatName, type WrittenText, writeFormat } from './write-formats.js';

const LABELS: Readonly<Record<FormatName, string>> = { json: 'JSON', xml: 'XML', ndjson: 'NDJSON' };
/** While outcomes arrive, the text is written again at most this often, in milliseconds. */
const PAUSE_MS = 500;

/** The properties of {@link FormatPanel}. */
export interface FormatPanelProps {
  readonly run: Run;
  readonly name: FormatName;
}

/** The answer of a run in one format, with its size. */
export function FormatPanel({ run, name }: FormatPanelProps): JSX.Element {
  const written = useSignal<WrittenText | 'failed' | undefined>(undefined);
  const version = run.rows.version.value;
  useEffect(() => {
    let isCurrent = true;
    const write = (): void => {
      writeFormat(name, contentOf(run)).then(
        (result) => {
          if (isCurrent) written.value = result;
        },
        () => {
          if (isCurrent) written.value = 'failed';
        },
      );
    };
    // The first text is shown at once; later ones wait for a pause between outcomes.
    const timer = setTimeout(write, written.value === undefined ? 0 : PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [run, name, version]);

  const label = LABELS[name];
  const result = written.value;
  return (
    <section class="format" aria-label={label}>
      <header>
        <h2>{label}</h2>
        <span class="soft">{typeof result === 'object' && `${formatCount(result.bytes)} bytes`}</span>
        {typeof result === 'object' && <CopyButton text={result.text} label={`Copy ${label}`} />}
      </header>
      {result === 'failed' ? (
        <p role="alert">
          A part of the page could not be loaded. Is the server running? Open another view, then this one
          again.
        </p>
      ) : result === undefined ? (
        <p class="soft">Writing…</p>
      ) : (
        <LongText text={result.text} />
      )}
    </section>
  );
}
