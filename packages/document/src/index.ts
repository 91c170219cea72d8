export type { Body, HeaderMap, Multistatus, MultistatusResponse, Summary } from './multistatus.js';
export type { JsonValue, Problem } from './problem.js';
export { toStatusLine } from './status-line.js';
export { toJsonText } from './to-json-text.js';
export { isXmlText, toXmlChars } from './xml-char.js';
