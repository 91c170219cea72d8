import { firstValue } from '@multistatus/wire';
import type { EnvelopeHeaders } from '../http/envelope.js';
import { parsePrefer } from '../http/prefer.js';
import type { ValidBatch } from '../validate/validate-batch.js';

/** How the client wants a batch to be run and answered. */
interface BatchPreferences {
  /** True if nothing runs unless every operation is allowed. */
  readonly isStrict: boolean;
  /** After how many failures nothing more starts; `undefined` if failures do not stop the batch. */
  readonly stopAfter: number | undefined;
  /** True for `Prefer: return=minimal`. */
  readonly isMinimal: boolean;
  /** The honoured preferences, for Preference-Applied (RFC 7240 section 3). */
  readonly applied: readonly string[];
}

/** Returns the preferences of a batch. Those in its body take precedence over those in its Prefer header. */
export function readPreferences(
  headers: EnvelopeHeaders,
  { onError, stopAfter, applied: byFormat = [] }: Pick<ValidBatch, 'onError' | 'stopAfter' | 'applied'>,
): BatchPreferences {
  const preferences = parsePrefer(firstValue(headers['prefer']));
  const isSilent = onError === undefined && stopAfter === undefined;
  const prefersStop = isSilent && preferences.continueOnError === false;
  const isStrict = preferences.handling === 'strict';
  const isMinimal = preferences.return === 'minimal';
  const applied: string[] = [];
  if (isStrict) applied.push('handling=strict');
  if (prefersStop) applied.push('continue-on-error=false');
  if (isMinimal) applied.push('return=minimal');
  applied.push(...byFormat);
  return {
    isStrict,
    stopAfter: stopAfter ?? (prefersStop || onError === 'stop' ? 1 : undefined),
    isMinimal,
    applied,
  };
}
