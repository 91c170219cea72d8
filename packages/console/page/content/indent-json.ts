const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/gs;

/** Returns a JSON text with line breaks and indents. It is not parsed, so that no number is rounded and no member is lost. */
export function indentJson(text: string): string {
  let depth = 0;
  let result = '';
  let last = '';
  const newLine = (): string => `\n${'  '.repeat(depth)}`;
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '}' || token === ']') {
      depth = Math.max(0, depth - 1);
      result += last === '{' || last === '[' ? token : newLine() + token;
    } else {
      if (last === '{' || last === '[' || last === ',') result += newLine();
      result += token === ':' ? ': ' : token;
      if (token === '{' || token === '[') depth += 1;
    }
    last = token;
  }
  return result;
}
