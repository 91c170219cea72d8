import { jsonTokens } from './json-tokens.js';

/** An object or array with only scalars stays on one line up to this width. */
const MAX_INLINE = 80;
/** Deeper values are written on one line, because each level costs a pass over what is in it. */
const MAX_DEPTH = 64;

interface Level {
  readonly open: string;
  readonly entries: string[];
  /** The name of the next entry, with its colon. */
  name: string;
}

/**
 * Returns a JSON text with line breaks and indentation. Numbers and strings keep the characters that they have: `1e400` and
 * `12345678901234567890` stay as they are. The text must be valid JSON. `depth` is the number of levels around it, if it is to be put into another text.
 */
export function formatJson(text: string, depth = 0): string {
  const levels: Level[] = [];
  let result = '';
  let pending: string | undefined;
  const add = (value: string): void => {
    const level = levels.at(-1);
    if (level === undefined) result = value;
    else if (level.open === '{' && level.name === '') pending = value;
    else {
      level.entries.push(level.name + value);
      level.name = '';
    }
  };
  for (const token of jsonTokens(text)) {
    const level = levels.at(-1);
    if (token === '{' || token === '[') levels.push({ open: token, entries: [], name: '' });
    else if (token === '}' || token === ']') add(joined(levels.pop(), token, depth + levels.length));
    else if (token === ':' && level !== undefined) level.name = `${pending ?? ''}: `;
    else if (token !== ',') add(token);
  }
  return result;
}

function joined(level: Level | undefined, close: string, depth: number): string {
  const { open, entries } = level ?? { open: '', entries: [] };
  if (entries.length === 0) return open + close;
  const inline = open === '{' ? `{ ${entries.join(', ')} }` : `[${entries.join(', ')}]`;
  const isFlat = inline.length <= MAX_INLINE && !inline.includes('\n') && depth > 0;
  if (isFlat || depth > MAX_DEPTH) return inline;
  return `${open}\n${entries.map((entry) => `  ${entry.replaceAll('\n', '\n  ')}`).join(',\n')}\n${close}`;
}
