import { ApiItemKind } from '@microsoft/api-extractor-model';
import { renderComment } from './render-comment.mjs';

/**
 * Returns the section of a page that describes a symbol: its heading, what its comment says, its signature, its members, and links
 * to the types that it names. `resolve` returns the URL of the symbol of that name, or `undefined`.
 */
export function renderSymbol({ name, items }, resolve) {
  const blocks = [`### ${name}`];
  for (const item of items) {
    const [text, ...rest] = renderComment(item.tsdocComment, resolve);
    blocks.push(...[text, toCode(item), ...rest].filter((block) => block !== undefined));
    const members = membersOf(item).flatMap((member) => renderMember(member, resolve));
    if (members.length > 0) blocks.push(members.join('\n'));
  }
  const links = typesOf(items)
    .filter((type) => type !== name)
    .map((type) => ({ type, url: resolve(type) }))
    .filter(({ url }) => url !== undefined)
    .map(({ type, url }) => `[${type}](${url})`);
  if (links.length > 0) blocks.push(`See also: ${links.join(', ')}.`);
  return blocks.join('\n\n');
}

/** Returns an item of the list of members, or nothing for a member without a comment: the signature shows it. */
function renderMember(member, resolve) {
  const [text, ...rest] = renderComment(member.tsdocComment, resolve);
  if (text === undefined) return [];
  const body = [`**\`${nameOf(member)}\`**: ${text}`, ...rest].join('\n\n');
  return [`- ${body.replaceAll('\n', '\n  ').replaceAll(/^ +$/gm, '')}`];
}

function nameOf({ kind, displayName }) {
  if (kind === ApiItemKind.Constructor) return 'new';
  if (kind === ApiItemKind.CallSignature) return '()';
  if (kind === ApiItemKind.Method || kind === ApiItemKind.MethodSignature) return `${displayName}()`;
  return displayName.replace(/^"(.*)"$/, '$1');
}

/** Returns the signature in TypeScript. That of an interface or class has its members, without their comments. */
function toCode(item) {
  const head = indent(item.excerpt.text.replace(/^export (declare )?/, '').trim());
  const isBlock = item.kind === ApiItemKind.Interface || item.kind === ApiItemKind.Class;
  const members = membersOf(item).map((member) => `  ${indent(member.excerpt.text.trim())}`);
  const code = isBlock ? [`${head} {`, ...members, '}'].join('\n') : head;
  return `\`\`\`ts\n${code}\n\`\`\``;
}

/** Returns the text with its further lines indented by half: declaration files have four spaces. */
function indent(text) {
  return text.replace(/\n( +)/g, (_, spaces) => `\n${spaces.slice(spaces.length / 2)}`);
}

/** Returns the members of an interface or class, sorted by name. */
function membersOf(item) {
  if (item.kind !== ApiItemKind.Interface && item.kind !== ApiItemKind.Class) return [];
  return item.members;
}

/** Returns the names of the types that signatures refer to, sorted, each once. */
function typesOf(items) {
  const tokens = items.flatMap((item) => [item, ...membersOf(item)]).flatMap((item) => item.excerptTokens);
  const names = tokens
    .map(({ canonicalReference: reference }) => reference?.symbol?.componentPath?.component.toString())
    .filter((name) => name !== undefined);
  return [...new Set(names)].sort((a, b) => (a < b ? -1 : 1));
}
