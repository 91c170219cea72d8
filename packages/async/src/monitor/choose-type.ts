import { type EnvelopeHeaders, parseAccept, qualityOf } from '@multistatus/core/adapter';
import { firstValue, NDJSON_TYPES } from '@multistatus/wire';

/** The kinds of answers that a monitor has. */
export type MonitorType = 'json' | 'xml' | 'ndjson' | 'events';

const EVENTS = 'text/event-stream';

/**
 * Returns the kind of answer that a client prefers, or `fallback` if it has no preference. Events are sent only to a client that names
 * them.
 */
export function chooseType(headers: EnvelopeHeaders, fallback: MonitorType): MonitorType {
  const ranges = parseAccept(firstValue(headers['accept']));
  const qualities: Readonly<Record<MonitorType, number>> = {
    json: qualityOf('application/json', ranges),
    xml: Math.max(qualityOf('application/xml', ranges), qualityOf('text/xml', ranges)),
    ndjson: Math.max(...NDJSON_TYPES.map((type) => qualityOf(type, ranges))),
    events: ranges.some(({ type, subtype }) => `${type}/${subtype}` === EVENTS)
      ? qualityOf(EVENTS, ranges)
      : 0,
  };
  let best = fallback;
  for (const type of Object.keys(qualities) as MonitorType[]) {
    if (qualities[type] > qualities[best]) best = type;
  }
  return best;
}
