import type { Summary } from '../multistatus.js';
import { DAV, EXTENSION } from '../namespaces.js';
import { type DocumentMembers, resolveSummary } from './document-members.js';
import { escapeText } from './escape-xml.js';
import type { Frame } from './in-pieces.js';
import type { WriteElements } from './write-elements.js';
import { writeDescription } from './write-xml-response.js';

export const XML_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>';

const OPENING = `${XML_DECLARATION}\n<D:multistatus xmlns:D="${DAV}" xmlns:M="${EXTENSION}">\n`;

/** Returns the texts around the responses of a document in XML. */
export function xmlFrame(members: DocumentMembers, writeElements: WriteElements): Frame {
  return { opening: OPENING, separator: '', closing: () => writeClosing(members, writeElements) };
}

function writeClosing(members: DocumentMembers, writeElements: WriteElements): string {
  const { description, syncToken, extensions = [] } = members;
  const summary = resolveSummary(members);
  const lines = [
    writeDescription(description),
    syncToken === undefined ? '' : `<D:sync-token>${escapeText(syncToken)}</D:sync-token>`,
    writeElements(extensions),
    summary === undefined ? '' : writeSummary(summary),
  ];
  return [...lines.filter((line) => line !== ''), '</D:multistatus>'].join('\n');
}

function writeSummary({ total, succeeded, failed, other }: Summary): string {
  return `<M:summary total="${total}" succeeded="${succeeded}" failed="${failed}" other="${other}"/>`;
}
