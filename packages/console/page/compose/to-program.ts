import type { CopiedHeader } from './copied-headers.js';
import { jsonTokens } from './json-tokens.js';

/** Returns a module for Node or a browser that sends a batch by `fetch`, exactly as it is written. */
export function toFetch(url: string, text: string, headers: readonly CopiedHeader[]): string {
  const fields = headers.map(toMember);
  return `const response = await fetch(${quote(url)}, {
  method: 'POST',
  headers: {
    'Content-Type': 'application/json',
    Accept: 'application/json',${fields.map((field) => `\n    ${field},`).join('')}
  },
  body: ${toTemplate(text.trimEnd())},
});
console.log(response.status, await response.text());
`;
}

/** Returns a module that sends a batch by `@multistatus/client`, and prints the outcome of each operation. */
export function toClient(url: string, text: string, headers: readonly CopiedHeader[]): string {
  const fields = headers.length === 0 ? '' : `\n  headers: { ${headers.map(toMember).join(', ')} },`;
  const isExact = isUnchangedByParsing(text);
  const batch = isExact ? text.trimEnd() : `JSON.parse(text)`;
  const asWritten = isExact
    ? ''
    : `\n  // The text is sent as it is: JavaScript would round its numbers.\n  fetch: (input, init) => fetch(input, init?.method === 'POST' ? { ...init, body: text } : init),`;
  return `import { send } from '@multistatus/client';

${isExact ? '' : `const text = ${toTemplate(text.trimEnd())};\n`}const batch = ${batch};
const { outcomes } = await send(batch, {
  url: ${quote(url)},${fields}${asWritten}
});
for (const { id, status, body } of outcomes.values()) console.log(id, status, body);
`;
}

function toMember({ name, text, variable }: CopiedHeader): string {
  const key = /^[A-Za-z]+$/.test(name) ? name : quote(name);
  if (variable === undefined) return `${key}: ${quote(text)}`;
  return `${key}: ${text === '' ? `process.env.${variable}` : `\`${text}\${process.env.${variable}}\``}`;
}

/** Returns a string literal: a string of JSON is also one of JavaScript. */
function quote(text: string): string {
  const json = JSON.stringify(text);
  return text.includes("'") || json !== `"${text}"` ? json : `'${text}'`;
}

function toTemplate(text: string): string {
  return `\`${text.replace(/\\|`|\$\{/g, '\\$&')}\``;
}

/**
 * Checks whether a text has the same meaning as an expression of JavaScript: it is JSON, and not a program of someone else, its numbers
 * are exact, and no name is `__proto__`.
 */
function isUnchangedByParsing(text: string): boolean {
  try {
    JSON.parse(text);
  } catch {
    return false;
  }
  for (const token of jsonTokens(text)) {
    if (/^[-\d]/.test(token) && String(Number(token)) !== token) return false;
    if (token === '"__proto__"' || (token.startsWith('"') && token.includes('\\u'))) return false;
  }
  return true;
}
