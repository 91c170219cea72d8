/** Returns the Markdown of a node of a doc comment. `resolve` returns the URL of what a link names, or `undefined`. */
export function toMarkdown(node, resolve) {
  switch (node?.kind) {
    case undefined:
      return '';
    case 'PlainText':
      return escapeHtml(node.text);
    case 'EscapedText':
      return node.decodedText;
    case 'ErrorText':
      return node.text;
    case 'SoftBreak':
      return '\n';
    case 'CodeSpan':
      return `\`${node.code}\``;
    case 'FencedCode':
      return `\n\n\`\`\`${node.language}\n${node.code.trimEnd()}\n\`\`\`\n\n`;
    case 'LinkTag':
      return toLink(node, resolve);
    case 'Paragraph':
      return `${childrenOf(node, resolve).trim()}\n\n`;
    default:
      return childrenOf(node, resolve);
  }
}

function childrenOf(node, resolve) {
  let markdown = '';
  for (const child of node.getChildNodes()) {
    if (child.kind === 'Excerpt') continue;
    // The model loses a line break before code and links.
    const isInline = child.kind === 'CodeSpan' || child.kind === 'LinkTag';
    if (isInline && /[\w,;:.)`\]]$/.test(markdown)) markdown += ' ';
    markdown += toMarkdown(child, resolve);
  }
  return markdown;
}

function toLink(node, resolve) {
  if (node.urlDestination !== undefined)
    return `[${node.linkText ?? node.urlDestination}](${node.urlDestination})`;
  const name = node.codeDestination.memberReferences
    .map((part) => part.memberIdentifier?.identifier)
    .join('.');
  const url = resolve(name);
  const text = node.linkText ?? `\`${name}\``;
  return url === undefined ? text : `[${text}](${url})`;
}

function escapeHtml(text) {
  return text.replaceAll('<', '&lt;');
}
