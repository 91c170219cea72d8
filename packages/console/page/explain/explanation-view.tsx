import { type Inspection, inspectExchange } from '@multistatus/inspect';
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { CaptureChoice } from './capture-choice.js';
import type { ExplainSource } from './explain-source.js';
import { InspectionView } from './inspection-view.js';
import { readSource, type SourceReading } from './read-source.js';

/** The properties of {@link ExplanationView}. */
export interface ExplanationProps {
  readonly source: ExplainSource;
}

/** The explanation of a file or a text. */
export function ExplanationView({ source }: ExplanationProps): JSX.Element {
  const reading = useSignal<SourceReading | undefined>(undefined);
  const chosen = useSignal(0);
  const inspection = useSignal<Inspection | undefined>(undefined);

  useEffect(() => {
    let isCurrent = true;
    reading.value = undefined;
    chosen.value = 0;
    void readSource(source).then((result) => {
      if (isCurrent) reading.value = result;
    });
    return () => {
      isCurrent = false;
    };
  }, [source]);

  const found = reading.value;
  const exchange = found !== undefined && 'exchanges' in found ? found.exchanges[chosen.value] : undefined;
  useEffect(() => {
    let isCurrent = true;
    inspection.value = undefined;
    if (exchange === undefined) return undefined;
    void inspectExchange(exchange).then((result) => {
      if (isCurrent) inspection.value = result;
    });
    return () => {
      isCurrent = false;
    };
  }, [exchange]);

  if (found !== undefined && 'problem' in found) {
    return (
      <p class="notice" role="alert">
        {found.problem}
      </p>
    );
  }
  const name = source.name ?? 'The pasted text';
  return (
    <>
      {found?.capturedTotal !== undefined && (
        <CaptureChoice exchanges={found.exchanges} total={found.capturedTotal} chosen={chosen} name={name} />
      )}
      {inspection.value === undefined ? (
        <p class="empty" role="status">
          Reading {name}…
        </p>
      ) : (
        <InspectionView inspection={inspection.value} name={name} />
      )}
    </>
  );
}
