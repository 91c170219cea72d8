import { toJsonPieces, writeNdjson } from '@multistatus/document';
import { nextTurn } from '@multistatus/wire';
import type { Row } from '../model/row.js';
import {
  inArrivalOrder,
  inRequestOrder,
  type ServerPlace,
  summarise,
  withLocations,
} from './server-responses.js';

/** The formats in which a batch can be answered. */
export type FormatName = 'json' | 'xml' | 'ndjson';

/** The content of an answer, to be written in a format. */
export interface FormatContent {
  /** In the order in which they arrived. */
  readonly rows: readonly Row[];
  readonly place: ServerPlace;
  /** The path of a response without a resource of its own, up to its index. */
  readonly operationsPath: string;
}

/** A text with its size in UTF-8. */
export interface WrittenText {
  readonly text: string;
  readonly bytes: number;
}

/** The number of characters that are written in one turn of the event loop. */
const TURN_LENGTH = 131_072;

/** Writes an answer as the server would have sent it in a format. The writer of XML is loaded when it is first used. */
export async function writeFormat(name: FormatName, content: FormatContent): Promise<WrittenText> {
  const encoder = new TextEncoder();
  const texts: string[] = [];
  let bytes = 0;
  let length = 0;
  for await (const piece of await piecesOf(name, content)) {
    texts.push(piece);
    bytes += encoder.encode(piece).byteLength;
    length += piece.length;
    if (length < TURN_LENGTH) continue;
    length = 0;
    await nextTurn();
  }
  return { text: texts.join(''), bytes };
}

async function piecesOf(
  name: FormatName,
  { rows, place, operationsPath }: FormatContent,
): Promise<Iterable<string> | AsyncIterable<string>> {
  const summary = summarise(rows);
  if (name === 'ndjson') return writeNdjson(inArrivalOrder(rows), () => summary);
  if (name === 'json') return toJsonPieces({ summary, responses: inRequestOrder(rows) });
  const { toXmlPieces } = await import('@multistatus/document/xml-writer');
  return toXmlPieces({ summary, responses: withLocations(rows, place) }, { operationsPath });
}
