import { escapePointerToken } from '@multistatus/wire';
import { encodePath } from '../encode-path.js';

/** A place of an operation that takes the id of another one, because `bulkId:x` is there (RFC 7644 section 3.7.2). */
export interface Mention {
  /** The bulkId of the POST that creates what is meant. */
  readonly bulkId: string;
  /** A JSON Pointer into the operation, as in `references` of a batch. */
  readonly at: string;
}

/** Returns the values in the data that are `bulkId:x` as a whole. The data has passed `maxJsonDepth`, so recursion is safe. */
export function findMentions(data: object): Mention[] {
  const mentions: Mention[] = [];
  const visit = (value: unknown, at: string): void => {
    if (typeof value === 'string') {
      const [, bulkId] = /^bulkId:(.+)$/s.exec(value) ?? [];
      if (bulkId !== undefined) mentions.push({ bulkId, at });
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, member] of Object.entries(value)) visit(member, `${at}/${escapePointerToken(name)}`);
    }
  };
  visit(data, '/body');
  return mentions;
}

/** Returns a path as a URL in which each segment `bulkId:x` is a variable, with a mention for each variable. */
export function toUrlTemplate(path: string): { readonly url: string; readonly mentions: readonly Mention[] } {
  const mentions: Mention[] = [];
  const segments = path.split('/').map((segment) => {
    const [, bulkId, query = ''] = /^bulkId:([^?]+)(.*)$/s.exec(segment) ?? [];
    if (bulkId === undefined) return encodePath(segment);
    const variable = `id${mentions.length}`;
    mentions.push({ bulkId, at: `/url/${variable}` });
    return `{${variable}}${encodePath(query)}`;
  });
  return { url: segments.join('/'), mentions };
}
