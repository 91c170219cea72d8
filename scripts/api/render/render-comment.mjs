import { toMarkdown } from './to-markdown.mjs';

// A value, as opposed to a sentence that says what the default is; a note in parentheses may follow.
const VALUE = /^('[^']*'|\d[\d_.]*|true|false|undefined|\[[^\]]*\]|\{[^}]*\}|[a-z]+\.[a-z]+)(?=$| \()/i;
// In `@throws {TypeError} if ...`.
const THROWN_TYPE = /^\{([\w.]+)\}/;
// What API Extractor writes for a constructor that has no comment.
const NO_COMMENT = /^Constructs a new instance of the `\w+` class$/;

/** Returns the parts of a doc comment as blocks of Markdown: the text, then parameters, defaults, errors and examples. */
export function renderComment(comment, resolve) {
  if (comment === undefined) return [];
  const text = (node) => toMarkdown(node, resolve).trim();
  const blocks = (tag) =>
    comment.customBlocks
      .filter(({ blockTag }) => blockTag.tagName === tag)
      .map(({ content }) => text(content));
  const parameters = comment.params.blocks.map(
    ({ parameterName, content }) => `\`${parameterName}\`: ${text(content)}`,
  );
  return [
    comment.deprecatedBlock === undefined ? '' : `**Deprecated.** ${text(comment.deprecatedBlock.content)}`,
    text(comment.summarySection).replace(NO_COMMENT, ''),
    text(comment.remarksBlock?.content),
    comment.returnsBlock === undefined ? '' : `Returns ${text(comment.returnsBlock.content)}`,
    toList('Parameters', parameters),
    ...blocks('@defaultValue').map((value) => `Default: ${value.replace(VALUE, '`$1`')}`),
    toList(
      'Throws',
      blocks('@throws').map((error) => error.replace(THROWN_TYPE, '`$1`')),
    ),
    ...blocks('@example'),
  ].filter((block) => block !== '');
}

function toList(title, lines) {
  if (lines.length === 0) return '';
  if (lines.length === 1) return `${title}: ${lines[0]}`;
  return [`${title}:`, '', ...lines.map((line) => `- ${line.replaceAll('\n', '\n  ')}`)].join('\n');
}
