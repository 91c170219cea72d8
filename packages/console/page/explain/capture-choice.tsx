import type { Exchange } from '@multistatus/inspect';
import type { Signal } from '@preact/signals';
import type { JSX } from 'preact';
import { formatCount } from '../content/format-amount.js';

/** The properties of {@link CaptureChoice}. */
export interface CaptureChoiceProps {
  readonly exchanges: readonly Exchange[];
  /** The number of all exchanges in the capture. */
  readonly total: number;
  readonly chosen: Signal<number>;
  /** The name of the capture. */
  readonly name: string;
}

/** A choice among the 207s of a capture. */
export function CaptureChoice({ exchanges, total, chosen, name }: CaptureChoiceProps): JSX.Element {
  return (
    <label class="capture-choice">
      <span>
        {name} contains {formatCount(total)} exchanges. This page shows
      </span>
      <select
        value={chosen.value}
        onChange={({ currentTarget }) => {
          chosen.value = Number(currentTarget.value);
        }}
      >
        {exchanges.map((exchange, index) => (
          <option key={index} value={index}>
            {labelOf(exchange)}
          </option>
        ))}
      </select>
    </label>
  );
}

function labelOf({ request, response }: Exchange): string {
  const { method = '', url = '' } = request ?? {};
  return [response?.startedAt?.slice(11, 19), method, url, response?.status]
    .filter((part) => part !== undefined && part !== '')
    .join(' ');
}
