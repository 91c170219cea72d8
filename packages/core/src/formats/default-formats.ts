import type { Format } from './format.js';
import { json } from './json.js';
import { ndjson } from './ndjson.js';
import { xml } from './xml.js';

/** The formats of an endpoint without the option `formats`. */
export const DEFAULT_FORMATS: readonly Format[] = [json(), xml(), ndjson()];

/** The formats of a report without the option `formats`: RFC 4918 defines a 207 as XML, so that is the default. */
export const REPORT_FORMATS: readonly Format[] = [xml(), json(), ndjson()];
